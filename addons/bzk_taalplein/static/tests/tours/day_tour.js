import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_taalplein_day", {
    steps: () => [
        {
            trigger: ".o_menu_sections [data-menu-xmlid='bzk_taalplein.menu_language']",
        },
        {
            trigger: ".o_kanban_record:has(.fa-language) button",
            run: "click",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Looked up as at the desk",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit samira zoekt",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Samira Zoekt)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=language_ids] input",
            run: "edit Zeeuws",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Zeeuws)",
            run: "click",
        },
        {
            content: "One tap in the week",
            trigger: ".o_bzk_week tbody tr:first-child td:nth-child(2) button",
            run: "click",
        },
        {
            trigger: ".o_bzk_week tbody tr:first-child td:nth-child(2) button[aria-pressed=true]",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: "button[name=action_find]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Joke Smit):contains(Zeeuws)",
        },
        {
            trigger: ".o_data_row:contains(Joke Smit) button[name=action_pair]",
            run: "click",
        },
        {
            trigger: ".o_form_view:contains(Joke Smit) button[name=action_note_meeting]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Kennisgemaakt",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=meeting_ids]:contains(Kennisgemaakt)",
        },
    ],
});
