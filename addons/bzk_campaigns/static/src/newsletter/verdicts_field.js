import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/**
 * How many are in the segment, how many of them may be mailed, and why the others may not; each
 * number opens its people as long as the mailing did not go.
 */
export class VerdictsField extends Component {
    static template = "bzk_campaigns.VerdictsField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get counts() {
        return this.props.record.data[this.props.name] || {};
    }

    get lines() {
        const counts = this.counts;
        return [
            {key: "chosen", label: _t("In the segment"), people: counts.chosen, kind: "chosen"},
            {key: "allowed", label: _t("May be mailed"), people: counts.allowed, kind: "allowed"},
            {key: "refused", label: _t("Not mailed"), people: counts.refused, kind: "refused"},
            ...counts.reasons.map(([key, label, people]) => ({
                key,
                label,
                people,
                kind: "reason",
            })),
        ];
    }

    show(people) {
        return formatInteger(people);
    }

    share(people) {
        return this.counts.chosen ? (100 * people) / this.counts.chosen : 0;
    }

    get opens() {
        return !this.counts.past && this.props.record.resId;
    }

    async open(key) {
        if (!(await this.props.record.save())) {
            return;
        }
        const {resId, resModel} = this.props.record;
        this.action.doAction(await this.orm.call(resModel, "action_open_verdict", [[resId], key]));
    }
}

registry.category("fields").add("bzk_verdicts", {
    component: VerdictsField,
    supportedTypes: ["json"],
});
