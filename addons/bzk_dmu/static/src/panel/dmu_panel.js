import {Component} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";

const GAP_ICONS = {
    role: "fa-user-times",
    silence: "fa-clock-o",
    left: "fa-sign-out",
    owner: "fa-question-circle",
};

/**
 * Who is who at an organisation, by role, with what is missing in words. Shows what is stored:
 * whatever was typed in the form around it is saved before something is opened from here.
 */
export class DmuPanel extends Component {
    static template = "bzk_dmu.DmuPanel";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.icons = GAP_ICONS;
    }

    get panel() {
        return this.props.record.resId ? this.props.record.data[this.props.name] : null;
    }

    /** Columns of roles that somebody has or must have; the others are only named. */
    get columns() {
        return this.panel.columns.filter((column) => column.members.length || column.required);
    }

    get empty() {
        return this.panel.columns.filter((column) => !column.members.length && !column.required);
    }

    get completenessColour() {
        const {completeness} = this.panel;
        return completeness === 100 ? "success" : completeness >= 50 ? "warning" : "danger";
    }

    cards(ids) {
        return ids.map((id) => this.panel.cards[id]);
    }

    day(date) {
        return formatDate(deserializeDate(date));
    }

    /** What a button to call or to write says to who cannot see it. */
    reachLabel(address) {
        return address.includes("@") ? _t("Write to %s", address) : _t("Call %s", address);
    }

    /**
     * @param {Number|false} resId the place to change; false for a new one
     * @param {Number} [roleId] role of the new one
     */
    async open(resId, roleId) {
        if (!(await this.props.record.save())) {
            return;
        }
        this.dialog.add(FormViewDialog, {
            resModel: "bzk.dmu.member",
            resId,
            title: resId ? this.panel.cards[resId].name : _t("Somebody new here"),
            context: {
                default_relation_id: this.props.record.resId,
                ...(roleId && {default_role_ids: [[6, 0, [roleId]]]}),
            },
            onRecordSaved: () => this.props.record.load(),
        });
    }

    /** A role is filled with a new person, a leaver gets a successor, the rest is the form's. */
    async mend(gap) {
        if (gap.kind === "role") {
            await this.open(false, gap.role);
        } else if (gap.kind === "left" && (await this.props.record.save())) {
            await this.action.doAction("bzk_dmu.action_dmu_leave", {
                additionalContext: {default_member_id: gap.member, default_successor: "known"},
                onClose: () => this.props.record.load(),
            });
        }
    }

    mendLabel(gap) {
        return gap.kind === "left" ? _t("Successor") : _t("Add");
    }

    async write(card) {
        const action = await this.orm.call("bzk.dmu.member", "action_write_to", [card.id]);
        await this.action.doAction(action, {onClose: () => this.props.record.load()});
    }
}

registry.category("fields").add("bzk_dmu_panel", {
    component: DmuPanel,
    displayName: _t("Who is who"),
    supportedTypes: ["json"],
});
