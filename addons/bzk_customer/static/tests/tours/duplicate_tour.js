import {registry} from "@web/core/registry";

const shows = (name) => `.o_bzk_duplicates thead:contains(${name})`;

registry.category("web_tour.tours").add("bzk_customer_duplicates", {
    steps: () => [
        {
            content: "Open the pairs from the home screen",
            trigger: ".o_kanban_record:has(i.fa-clone) button",
            run: "click",
        },
        {
            content: "The reasons are told and the differences are marked",
            trigger: ".o_bzk_reason.o_bzk_for",
        },
        {trigger: "tr[data-key=infix] td:last mark:contains(r)"},
        {trigger: "tr[data-key=birthdate].o_bzk_same"},
        {
            content: "Take the surname of the other by keyboard: one part down, then right",
            trigger: "tr[data-key=firstname].o_bzk_in_hand",
            run: "press ArrowDown",
        },
        {
            trigger: "tr[data-key=infix].o_bzk_in_hand",
            run: "press ArrowRight",
        },
        {
            content: "And the e-mail address with the mouse",
            trigger: "tr[data-key=infix] td:last .o_bzk_taken",
        },
        {
            trigger: "tr[data-key=email] td:last button",
            run: "click",
        },
        {
            trigger: "tr[data-key=email] td:last .o_bzk_taken",
            run: "press m",
        },
        {
            content: "The next pair is there; these are different people",
            trigger: shows("Cas Jansen"),
            run: "press n",
        },
        {
            content: "That was a mistake",
            trigger: ".o_bzk_nothing",
            run: "press u",
        },
        {
            content: "Leave it for later",
            trigger: shows("Cas Jansen"),
            run: "press s",
        },
        {
            trigger: ".o_bzk_skipped",
            run: "click",
        },
        {
            trigger: shows("Cas Jansen"),
        },
        {
            trigger: ".o_bzk_different",
            run: "click",
        },
        {
            content: "Both decisions are in the list",
            trigger: ".o_bzk_nothing",
        },
        {
            trigger: ".o_bzk_list",
            run: "click",
        },
        {
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Cas Jansen)",
        },
        {
            trigger: ".o_data_row:contains(Anna)",
        },
    ],
});
