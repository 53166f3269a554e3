import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_customer_contact_moment", {
    steps: () => [
        {
            content: "The timeline of a new customer is empty and says so",
            trigger: ".o_bzk_timeline p.text-muted",
        },
        {
            content: "First click: the channel",
            trigger: ".o_bzk_timeline [data-channel=phone]",
            run: "click",
        },
        {
            content: "The channel is chosen already",
            trigger: ".modal .o_field_widget[name=channel] button.btn-primary[data-value=phone]",
        },
        {
            content: "Second click: the subject",
            trigger: ".modal .o_field_widget[name=subject_id] button:contains(Leesclub)",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=subject_id] button.btn-primary:contains(Leesclub)",
        },
        {
            content: "Third click: save",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "It stands in the timeline",
            trigger:
                "body:not(:has(.modal)) .o_bzk_timeline_line[data-kind=moment]:contains(Leesclub)",
        },
        {
            content: "And the button above counts it",
            trigger: "button[name=action_open_contact_moments]:contains(1)",
        },
        {
            content: "The same with the keyboard",
            trigger: ".o_bzk_timeline [data-channel=desk]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=subject_id] button:contains(Boekenkring)",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=subject_id] button.btn-primary:contains(Boekenkring)",
            run: "press Enter",
        },
        {
            content: "Enter saved it",
            trigger:
                "body:not(:has(.modal)) .o_bzk_timeline_line[data-kind=moment]:contains(Boekenkring)",
        },
        {
            content: "A line opens what it tells about",
            trigger: ".o_bzk_timeline_line[data-kind=moment]:contains(Boekenkring)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Komt morgen terug",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_bzk_timeline_line:contains(Komt morgen terug)",
        },
    ],
});

registry.category("web_tour.tours").add("bzk_customer_timeline", {
    steps: () => [
        {
            content: "All kinds, newest first",
            trigger: ".o_bzk_timeline_line[data-kind=moment]",
        },
        {
            content: "Page by page",
            trigger: ".o_bzk_timeline_more",
            run: "click",
        },
        {
            content: "The oldest line came along",
            trigger: "body:not(:has(.o_bzk_timeline_more)) .o_bzk_timeline_line:contains(Oldest)",
        },
        {
            content: "Only gifts",
            trigger: ".o_bzk_timeline button[data-kind=transaction]:contains(1)",
            run: "click",
        },
        {
            trigger:
                ".o_bzk_timeline:not(:has(.o_bzk_timeline_line[data-kind=moment])) .o_bzk_timeline_line[data-kind=transaction]",
            run: "click",
        },
        {
            content: "The front desk looks and does not change",
            trigger: ".modal .o_form_readonly .o_field_widget[name=amount]",
        },
        {
            trigger: ".modal-footer .o_form_button_cancel",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_bzk_timeline",
        },
    ],
});

registry.category("web_tour.tours").add("bzk_customer_unknown_visitor", {
    steps: () => [
        {
            content: "From the home screen",
            trigger: ".o_kanban_record:has(i.fa-hand-pointer-o) button",
            run: "click",
        },
        {
            content: "One click counts",
            trigger: ".o_bzk_visitor_subject:contains(Leesclub)",
            run: "click",
        },
        {
            trigger: ".o_bzk_visitor_subject:contains(Leesclub) .badge:not(.invisible):contains(1)",
        },
        {
            content: "And once more",
            trigger: ".o_bzk_visitor_subject:contains(Leesclub)",
            run: "click",
        },
        {
            trigger: ".o_bzk_visitor_subject:contains(Leesclub) .badge:contains(2)",
        },
        {
            content: "That was one too many",
            trigger: ".o_bzk_visitor_undo",
            run: "click",
        },
        {
            trigger: ".o_bzk_visitor_subject:contains(Leesclub) .badge:contains(1)",
        },
    ],
});
