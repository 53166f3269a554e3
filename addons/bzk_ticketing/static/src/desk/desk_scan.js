import {EventScanView} from "@event/client_action/event_barcode";
import {EventRegistrationSummaryDialog} from "@event/client_action/event_registration_summary_dialog";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {patch} from "@web/core/utils/patch";

/**
 * Core's screen that scans tickets, in the library: it says what is wrong in words, goes on when
 * the line is lost for a moment, and leads back to the activities of the library.
 */
patch(EventScanView.prototype, {
    /** As core does it, but never with the ticket before this one still in sight. */
    async onBarcodeScanned(barcode, onNextScanTriggered = () => {}) {
        this.closeLastDialog?.();
        let result = null;
        try {
            result = await this.orm.call("event.registration", "register_attendee", [], {
                barcode,
                event_id: this.eventId,
            });
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return this.refuse(_t("No connection: scan the ticket again in a moment."));
        }
        if (result.error) {
            return this.refuse(_t("This library does not know this ticket."));
        }
        this.registrationId = result.id;
        this.closeLastDialog = this.dialog.add(EventRegistrationSummaryDialog, {
            playSound: (type) => this.playSound(type),
            doNextScan: onNextScanTriggered,
            registration: result,
        });
    },

    refuse(message) {
        this.playSound("error");
        this.notification.add(message, {type: "danger"});
    },

    onClickSelectAttendee() {
        this.actionService.doAction("bzk_ticketing.action_door_attendees", {
            additionalContext: this.isMultiEvent
                ? {search_default_today: 1}
                : {search_default_event_id: this.eventId, default_event_id: this.eventId},
        });
    },

    onClickBackToEvents() {
        if (this.isMultiEvent) {
            this.actionService.doAction("bzk_ticketing.action_today", {clearBreadcrumbs: true});
        } else {
            super.onClickBackToEvents();
        }
    },
});
