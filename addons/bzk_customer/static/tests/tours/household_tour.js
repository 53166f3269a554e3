import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_customer_household", {
    steps: () => [
        {
            content: "The family that was found is put before whoever opens one of them",
            trigger: ".o_notebook .nav-link[name=household]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=housemate_ids] .o_data_row:contains(Bram)",
        },
        {
            content: "Confirm that they live together",
            trigger: "button[name=action_confirm_household]",
            run: "click",
        },
        {
            content: "Nothing is asked any more",
            trigger: "body:not(:has(button[name=action_confirm_household]:visible))",
        },
        {
            content: "A parent is confirmed on the child's own page",
            trigger:
                ".o_field_widget[name=guardian_ids] .o_data_row:contains(Anna) button[name=action_confirm]",
            run: "click",
        },
        {
            content: "Who consents is said at once",
            trigger: ".o_field_widget[name=consent_text]:contains(Anna)",
        },
        {
            content: "The child moved",
            trigger: ".o_field_widget[name=street_number] input",
            run: "edit 12",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The others are asked about",
            trigger: ".alert:has([name=household_notice]) button[name=action_others_move]",
            run: "click",
        },
        {
            content: "Everyone moves, but for the first",
            trigger: ".modal .o_data_row:contains(Bram) .o_boolean_toggle input",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row:contains(Bram) .o_boolean_toggle input:not(:checked)",
        },
        {
            trigger: ".modal footer button[name=action_move]",
            run: "click",
        },
        {
            content: "All is answered",
            trigger: "body:not(:has(.modal)):not(:has(button[name=action_others_move]:visible))",
        },
        {
            trigger: ".o_field_widget[name=housemate_ids]:not(:contains(Bram))",
        },
    ],
});

registry.category("web_tour.tours").add("bzk_customer_household_list", {
    steps: () => [
        {
            content: "All that wait at once",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_confirm]",
            run: "click",
        },
        {
            content: "No household waits any more",
            trigger: ".o_view_nocontent",
        },
    ],
});
