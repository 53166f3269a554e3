import {EventRegistrationSummaryDialog} from "@event/client_action/event_registration_summary_dialog";
import {onMounted} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";

/** Why a person has to decide. Core knows the first three. */
const REFUSALS = {
    need_manual_confirmation: _t("This ticket is for another activity."),
    not_ongoing_event: _t("This activity is over."),
    canceled_registration: _t("This ticket was cancelled."),
    waiting_registration: _t("On the waiting list: there is no seat yet."),
    unpaid_registration: _t("Not paid yet."),
    other_day: _t("This ticket is for another day."),
};

/** What the desk sees of a ticket: somebody may come in, or a person has to decide. */
patch(EventRegistrationSummaryDialog.prototype, {
    setup() {
        super.setup();
        onMounted(() => {
            const own = ["waiting_registration", "unpaid_registration", "other_day"];
            if (own.includes(this.props.registration.status)) {
                this.props.playSound?.("error");
            }
        });
    },

    get unknown() {
        return !this.registration.id;
    },

    /** Why not, in words; nothing for who may come in. */
    get refused() {
        return REFUSALS[this.registrationStatus.value];
    },

    /** Core's button goes on with whatever is shown; here it never lets in who was refused. */
    async onRegistrationConfirm() {
        if (this.refused || this.unknown || this.isAlreadyIn) {
            return this.next();
        }
        return super.onRegistrationConfirm();
    },

    get isAlreadyIn() {
        return this.registrationStatus.value === "already_registered";
    },

    /** Let in all the same: a person decided. */
    async letIn() {
        await this.checkIn([this.registration.id]);
    },

    /** Check in who came along on the same order. */
    async letInCompanions() {
        await this.checkIn(this.registration.companions.map((companion) => companion.id));
    },

    async checkIn(ids) {
        this.button.enabled = false;
        try {
            await this.orm.call("event.registration", "action_let_in", [ids]);
        } finally {
            this.button.enabled = true;
        }
        this.next();
    },

    next() {
        this.props.close();
        this.props.model?.load();
        if (this.props.doNextScan) {
            this.onScanNext();
        }
    },
});
