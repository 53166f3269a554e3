import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

/**
 * In a dialog the contact moment is saved with Enter, once a subject is chosen. In the note Enter
 * begins a new line, there Control and Enter save.
 */
export class ContactMomentController extends FormController {
    setup() {
        super.setup();
        if (this.env.inDialog) {
            useHotkey("enter", () => this.saveButtonClicked(), {
                isAvailable: () => !this.needsEnter(),
            });
            useHotkey("control+enter", () => this.saveButtonClicked(), {
                bypassEditableProtection: true,
            });
        }
    }

    needsEnter() {
        const element = document.activeElement;
        return Boolean(
            !this.model.root.data.subject_id ||
            element?.closest("textarea, .o-dropdown, .o_datetime_picker, .modal-footer"),
        );
    }
}

registry.category("views").add("bzk_contact_moment", {
    ...formView,
    Controller: ContactMomentController,
});
