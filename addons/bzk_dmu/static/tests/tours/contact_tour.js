import {registry} from "@web/core/registry";

/** What is overdue is visited and reported, with somebody new and an agreement. */
registry.category("web_tour.tours").add("bzk_dmu_report", {
    steps: () => [
        {
            content: "The day of contact has passed",
            trigger: ".o_data_row:contains(De Regenboog) button[name=action_report]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=subject] textarea, .o_field_widget[name=subject] input",
            run: "edit Leesplan",
        },
        {
            trigger: ".o_field_widget[name=participant_ids] input",
            run: "edit Sjoerd van Dam",
        },
        {
            trigger: ".o_m2o_dropdown_option_create a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=participant_ids] .o_tag:contains(Sjoerd van Dam)",
        },
        {
            trigger: ".o_field_widget[name=agreement_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=agreement_ids] .o_data_cell[name=name] input",
            run: "edit Boekenlijst sturen",
        },
        {
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            content: "It is done, but Sjoerd's e-mail address is not known yet",
            trigger:
                ".o_form_view:has(button[name=action_draft]):not(:has(button[name=action_mail]))",
        },
        {
            trigger: ".o_control_panel .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Nobody waits any more",
            trigger: ".o_list_view .o_view_nocontent",
        },
    ],
});
