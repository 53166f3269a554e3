import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_membership_leave", {
    steps: () => [
        {
            content: "Open the members",
            trigger: ".o_menu_sections [data-menu-xmlid='bzk_base.menu_members']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='bzk_membership.menu_membership']",
            run: "click",
        },
        {
            trigger: ".o_list_view td[name=number]",
        },
        {
            content: "Find the member by postcode and house number",
            trigger: ".o_searchview_input",
            run: "edit 2011ab 2a",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
            run: "click",
        },
        {
            trigger: ".o_facet_value:contains(2011ab 2a)",
        },
        {
            content: "Open the membership",
            trigger: ".o_data_row:only-of-type td[name=number]",
            run: "click",
        },
        {
            content: "Note that the member leaves today",
            trigger:
                ".o_field_widget[name=date_end] .o_input, .o_field_widget[name=date_end] input",
            run: "click",
        },
        {
            trigger: ".o_today",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=reason_id] input",
            run: "edit Verhuisd",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Verhuisd)",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        {
            content: "The history tells it",
            trigger: ".nav-link[name=history]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=change_ids] .o_data_row:nth-child(2)",
        },
    ],
});

registry.category("web_tour.tours").add("bzk_membership_report", {
    steps: () => [
        {
            content: "Open the figures",
            trigger: ".o_menu_sections [data-menu-xmlid='bzk_base.menu_insights']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='bzk_membership.menu_report_composition']",
            run: "click",
        },
        {
            content: "The table shows members by type",
            trigger: ".o_pivot th:contains(Volwassenen)",
        },
        {
            content: "Ask for the report",
            trigger: ".o_menu_sections [data-menu-xmlid='bzk_base.menu_insights']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='bzk_membership.menu_member_report']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=with_pupils] input",
            run: "click",
        },
        {
            content: "Both forms of it are offered",
            trigger: ".modal button[name=action_pdf]",
        },
        {
            trigger: ".modal button[name=action_excel]",
        },
        {
            trigger: ".modal button.o_form_button_cancel, .modal button[special=cancel]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
