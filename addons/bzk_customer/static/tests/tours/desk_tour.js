import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_customer_desk", {
    steps: () => [
        {
            content: "Go to the desk from the home screen",
            trigger: ".o_kanban_record:has(i.fa-search) button",
            run: "click",
        },
        {
            content: "Type a name with an error, in any order",
            trigger: ".o_bzk_desk input[role=combobox]:focus",
            run: "edit vreisema wietske",
        },
        {
            content: "She is found, and it is clear that she only looks like it",
            trigger: ".o_bzk_desk .o_bzk_desk_near",
        },
        {
            trigger: ".o_bzk_desk_line.active:contains(Wietske de Vriesema):contains(1980)",
        },
        {
            content: "Enter opens her",
            trigger: ".o_bzk_desk input[role=combobox]",
            run: "press Enter",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name]:contains(Wietske de Vriesema)",
        },
        {
            content: "Back at the desk the text is still there",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger: ".o_bzk_desk input[role=combobox]:value(vreisema wietske)",
            run: "press Escape",
        },
        {
            content: "An empty box shows who was open last",
            trigger: ".o_bzk_desk:has(.o_bzk_desk_recent) .o_bzk_desk_line:contains(Vriesema)",
        },
        {
            content: "From everywhere the same box",
            trigger: ".o_bzk_desk_systray button",
            run: "click",
        },
        {
            trigger: ".modal .o_bzk_desk_search input[role=combobox]",
            run: "edit nobodybythisname",
        },
        {
            trigger: ".modal .o_bzk_desk_nobody:contains(nobodybythisname)",
        },
        {
            trigger: ".modal .o_bzk_desk_search input[role=combobox]",
            run: "edit 2011AB 2",
        },
        {
            content: "The arrows go through those who live there",
            trigger: ".modal .o_bzk_desk_line.active:contains(Jan de Vriesema)",
        },
        {
            trigger: ".modal .o_bzk_desk_search input[role=combobox]",
            run: "press ArrowDown",
        },
        {
            trigger: ".modal .o_bzk_desk_line.active:contains(Wietske de Vriesema)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view:contains(Wietske) .o_bzk_timeline",
        },
        {
            content: "End where nothing is being asked any more",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger: ".o_bzk_desk .o_bzk_desk_recent",
        },
    ],
});
