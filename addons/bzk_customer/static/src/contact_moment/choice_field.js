import {registry} from "@web/core/registry";
import {
    BadgeSelectionField,
    badgeSelectionField,
} from "@web/views/fields/badge_selection/badge_selection_field";

/**
 * All choices side by side, each a button: one click, and with the keyboard Tab and the space bar.
 * Works on a selection and on a many2one with a short list.
 */
export class ChoiceField extends BadgeSelectionField {
    static template = "bzk_customer.ChoiceField";
}

registry.category("fields").add("bzk_choice", {
    ...badgeSelectionField,
    component: ChoiceField,
});
