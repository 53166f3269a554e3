import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {CHANNEL_ICONS} from "./channels";

/**
 * Counts visitors whom nobody knows: one click on a subject is one contact moment. The last one
 * can be taken back, or opened to add a note.
 */
export class UnknownVisitor extends Component {
    static template = "bzk_customer.UnknownVisitor";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.icons = CHANNEL_ICONS;
        this.state = useState({board: null, channel: false, last: null, busy: false});
        onWillStart(async () => {
            await this.load();
            this.state.channel = this.state.board.channel;
        });
    }

    async load(branchId = false) {
        this.state.board = await this.orm.call("bzk.contact.moment", "visitor_board", [branchId]);
    }

    async onBranch(ev) {
        this.state.last = null;
        await this.load(parseInt(ev.target.value));
    }

    async count(subject) {
        const board = this.state.board;
        if (this.state.busy) {
            return;
        }
        if (!board.branch_id) {
            this.notification.add(_t("Choose the branch first."), {type: "warning"});
            return;
        }
        this.state.busy = true;
        try {
            const [id] = await this.orm.create("bzk.contact.moment", [
                {
                    partner_id: false,
                    branch_id: board.branch_id,
                    channel: this.state.channel,
                    subject_id: subject.id,
                },
            ]);
            subject.count++;
            board.total++;
            this.state.last = {id, subject};
        } finally {
            this.state.busy = false;
        }
    }

    async undo() {
        const {id, subject} = this.state.last;
        this.state.last = null;
        await this.orm.unlink("bzk.contact.moment", [id]);
        subject.count--;
        this.state.board.total--;
    }

    addNote() {
        this.dialog.add(FormViewDialog, {
            resModel: "bzk.contact.moment",
            resId: this.state.last.id,
            title: _t("Contact moment"),
            onRecordSaved: () => this.load(this.state.board.branch_id),
        });
    }
}

registry.category("actions").add("bzk_unknown_visitor", UnknownVisitor);
