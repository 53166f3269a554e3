import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {formatCurrency} from "@web/core/currency";
import {deserializeDate, deserializeDateTime, formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {rpcBus} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useBus, useService} from "@web/core/utils/hooks";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {CHANNEL_ICONS} from "../contact_moment/channels";

/** Views that show a record in a dialog better than its model's own. */
const DIALOG_VIEWS = {"mail.message": "bzk_customer.view_customer_mail_form"};

/** What the screen around the timeline does to a customer's history, by model and method. */
const CHANGES = {
    "mail.activity": ["action_feedback", "action_feedback_schedule_next", "unlink", "web_save"],
    "mail.compose.message": ["action_send_mail"],
};

/** The customer whose timeline it is: the record itself, or what it is a record of. */
function customerOf(record) {
    return record.resModel === "res.partner" ? record.resId : record.data.partner_id?.id;
}

/** Shows a record that cannot be changed here, with nothing to save. */
class LookDialog extends FormViewDialog {
    setup() {
        super.setup();
        this.viewProps.buttonTemplate = "bzk_customer.LookDialog.buttons";
    }
}

/**
 * What happened with a customer, newest first, filtered by kind and loaded page by page; above it
 * the channels by which a contact moment is noted.
 */
export class CustomerTimeline extends Component {
    static template = "bzk_customer.CustomerTimeline";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.icons = CHANNEL_ICONS;
        this.keepLast = new KeepLast();
        this.state = useState({
            lines: [],
            kinds: [],
            planned: [],
            channels: [],
            chosen: null,
            more: false,
            busy: false,
        });
        useBus(rpcBus, "RPC:RESPONSE", ({detail}) => this.onResponse(detail));
        onWillStart(() => this.load(customerOf(this.props.record), this.props.record));
        onWillUpdateProps(async (next) => {
            if (customerOf(next.record) !== this.loaded) {
                this.state.chosen = null;
                await this.load(customerOf(next.record), next.record);
            }
        });
    }

    /** Lines in groups of one year each. */
    get years() {
        const years = [];
        for (const line of this.state.lines) {
            if (years.at(-1)?.name !== line.day.year) {
                years.push({name: line.day.year, lines: []});
            }
            years.at(-1).lines.push(line);
        }
        return years;
    }

    get total() {
        return this.state.kinds.reduce((total, kind) => total + kind.count, 0);
    }

    fetch(partnerId, after, counted) {
        const kinds = this.state.chosen ? [this.state.chosen] : [];
        return this.keepLast.add(
            this.orm.call("bzk.timeline", "page", [partnerId, kinds, after], {
                count: !counted,
                context: user.context,
            }),
        );
    }

    /** The form that has just been read knows the number of lines of each kind. */
    async load(partnerId = this.loaded, record = null) {
        this.loaded = partnerId;
        if (!partnerId) {
            Object.assign(this.state, {lines: [], kinds: [], planned: [], channels: []});
            this.state.more = false;
            return;
        }
        const counted = record?.data.timeline_kinds;
        const page = await this.fetch(partnerId, null, counted);
        Object.assign(this.state, {
            lines: page.lines.map((line) => this.prepare(line)),
            kinds: page.kinds || counted,
            planned: page.planned.map((item) => ({
                ...item,
                when: formatDate(deserializeDate(item.date)),
            })),
            channels: page.channels,
            more: page.more,
        });
    }

    async showMore() {
        const last = this.state.lines.at(-1);
        this.state.busy = true;
        try {
            const page = await this.fetch(this.loaded, [last.date, last.id]);
            this.state.lines.push(...page.lines.map((line) => this.prepare(line)));
            this.state.more = page.more;
        } finally {
            this.state.busy = false;
        }
    }

    async choose(kind) {
        this.state.chosen = this.state.chosen === kind ? null : kind;
        await this.load();
    }

    prepare(line) {
        const day = deserializeDateTime(line.date);
        return {
            ...line,
            day,
            when: formatDate(day),
            time: line.timed ? day.toFormat("HH:mm") : "",
            who: [line.user, line.branch].filter(Boolean).join(" · "),
            money: line.currency_id ? formatCurrency(line.amount, line.currency_id) : "",
        };
    }

    addMoment(channel) {
        this.dialog.add(FormViewDialog, {
            resModel: "bzk.contact.moment",
            title: _t("New contact moment"),
            canExpand: false,
            context: {
                default_partner_id: this.loaded,
                default_channel: channel,
            },
            onRecordSaved: () => this.refresh(),
        });
    }

    /** Done: the activity becomes a line, and what is read again shows it. */
    async finish(activity) {
        await this.orm.call("mail.activity", "action_feedback", [[activity.id]]);
    }

    /** Read again when a message was posted or an activity changed beside the timeline. */
    onResponse({data, error}) {
        const params = data.params || {};
        const posted =
            params.post_data &&
            params.thread_model === this.props.record.resModel &&
            params.thread_id === this.props.record.resId;
        if (!error && this.loaded && (posted || CHANGES[params.model]?.includes(params.method))) {
            this.refresh();
        }
    }

    async open(line) {
        if (line.url) {
            await this.action.doAction({type: "ir.actions.act_url", url: line.url});
            return;
        }
        if (!line.dialog) {
            await this.action.doAction({
                type: "ir.actions.act_window",
                res_model: line.res_model,
                res_id: line.res_id,
                views: [[false, "form"]],
            });
            return;
        }
        this.dialog.add(line.readonly ? LookDialog : FormViewDialog, {
            resModel: line.res_model,
            resId: line.res_id,
            title: line.title,
            readonly: line.readonly,
            preventEdit: line.readonly,
            context: {form_view_ref: DIALOG_VIEWS[line.res_model]},
            onRecordSaved: () => this.refresh(),
        });
    }

    /** Read again, with the counts above the form unless it holds something unsaved. */
    async refresh() {
        await this.load();
        if (!(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }
}

registry.category("view_widgets").add("bzk_timeline", {component: CustomerTimeline});
