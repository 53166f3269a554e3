import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_base_customer", {
    steps: () => [
        {
            content: "The list of customers is there",
            trigger: ".o_list_view .o_control_panel, .o_list_view",
        },
        {
            trigger: ".o_searchview_input",
            run: "edit Vriesema",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(Vriesema)",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            content: "Open the customer",
            trigger: ".o_data_row td:contains(Vriesema)",
            run: "click",
        },
        {
            content: "Correct the surname",
            trigger: ".o_field_widget[name=lastname] input",
            run: "edit Vriesma",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The name follows its parts",
            trigger: ".o_form_saved .o_field_widget[name=name]:contains(Wietske de Vriesma)",
        },
    ],
});
