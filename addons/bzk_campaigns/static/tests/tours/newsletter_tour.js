import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("bzk_campaigns_newsletter", {
    steps: () => [
        {
            content: "The newsletter that was begun",
            trigger: ".o_data_row td[name=subject]",
            run: "click",
        },
        {
            content: "The numbers, with the reason of who is not mailed",
            trigger: ".bzk_verdicts tr.reason",
        },
        {
            content: "Look for what is wrong",
            trigger: "button[name=action_check]",
            run: "click",
        },
        {
            trigger: ".o_notebook .nav-link[name=check]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=check_ids] .o_data_row td[name=kind]",
        },
        {
            content: "See the mail as a reader does",
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            trigger: ".modal .bzk_mail_preview.computer iframe",
        },
        {
            trigger: ".modal .o_field_widget[name=width] input[data-value=phone]",
            run: "click",
        },
        {
            trigger: ".modal .bzk_mail_preview.phone iframe",
        },
        {
            trigger: ".modal .modal-footer button[special=cancel], .modal .btn-close",
            run: "click",
        },
        {
            content: "Who may be mailed",
            trigger: "body:not(:has(.modal)) .bzk_verdicts tr.allowed button",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row td[name=email]",
        },
    ],
});
