import {registry} from "@web/core/registry";

const panel = (text) => `.o_bzk_dmu:contains(${text})`;

/** A school without a decider: she is added from the gap, leaves, and is succeeded. */
registry.category("web_tour.tours").add("bzk_dmu_complete", {
    steps: () => [
        {
            trigger: ".o_bzk_dmu_gaps li[data-kind=role]:eq(0) button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Mevr. S. van der Berg",
        },
        {
            trigger: ".o_m2o_dropdown_option_create a",
            run: "click",
        },
        {
            content: "The parts of the name are asked for once somebody is there",
            trigger: ".modal .o_field_widget[name=person_firstname] input",
            run: "edit Sara",
        },
        {
            trigger: ".modal .o_field_widget[name=person_email] input",
            run: "edit sara@kring.example",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_bzk_dmu_card:contains(Sara van der Berg)",
        },
        {
            content: "The gap is closed; that of the other role is left",
            trigger: ".o_bzk_dmu_gaps:not(:has(li[data-kind=role] + li[data-kind=role]))",
        },
        {
            trigger: ".o_field_widget[name=member_ids] button:has(.fa-sign-out)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=successor] input[data-value=known]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Piet",
        },
        {
            content: "Who is known elsewhere is found, with where that is",
            trigger: ".o-autocomplete--dropdown-item:contains(Piet Jansen):contains(De Regenboog)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_leave]",
            run: "click",
        },
        {
            content: "He comes tomorrow; she is there until today",
            trigger: `${panel("Piet Jansen")}${panel("Sara van der Berg")}`,
        },
    ],
});
