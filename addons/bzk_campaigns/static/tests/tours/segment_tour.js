import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_campaigns_segment", {
    steps: () => [
        {
            content: "A day that counts from today is chosen from a list, in words",
            trigger: ".o_tree_editor_condition select:has(option[value*='today -6m'])",
            run: 'select "today -12m"',
        },
        {
            content: "Keep it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible",
        },
    ],
});
