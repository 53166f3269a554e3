import {EventScanView} from "@event/client_action/event_barcode";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {patch} from "@web/core/utils/patch";

/**
 * Core's screen that scans tickets, in the library: it says what is wrong in words, goes on when
 * the line is lost for a moment, and leads back to the activities of the library.
 */
patch(EventScanView.prototype, {
    async onBarcodeScanned(barcode, onNextScanTriggered) {
        try {
            await super.onBarcodeScanned(barcode, onNextScanTriggered);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.refuse(_t("No connection: scan the ticket again in a moment."));
        }
    },

    refuse(message) {
        this.playSound("error");
        this.notification.add(message, {type: "danger", sticky: false});
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
