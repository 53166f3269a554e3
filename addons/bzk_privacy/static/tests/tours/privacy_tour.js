import {registry} from "@web/core/registry";

const openPage = {
    content: "What concerns privacy has a page of its own",
    trigger: "a[name=privacy]",
    run: "click",
};

registry.category("web_tour.tours").add("bzk_privacy_access_request", {
    steps: () => [
        openPage,
        {
            trigger: "button[name=action_access_request]",
            run: "click",
        },
        {
            content: "First who asks",
            trigger: ".o_field_widget[name=identity] .o_radio_item:first input",
            run: "click",
        },
        {
            content: "Then the file, with one button",
            trigger: "button[name=action_make]:visible",
            run: "click",
        },
        {
            content: "There it is, in three forms",
            trigger: ".o_field_widget[name=archive] a:contains(zip)",
        },
        {
            trigger: ".o_field_widget[name=pdf] a:contains(pdf)",
        },
        {
            content: "The customer got it",
            trigger: "button[name=action_answered]:visible",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current[data-value=answered]",
        },
    ],
});

registry.category("web_tour.tours").add("bzk_privacy_erasure_prepared", {
    steps: () => [
        openPage,
        {
            trigger: "button[name=action_erasure]",
            run: "click",
        },
        {
            content: "What would go and what must stay, before anything happens",
            trigger: ".o_field_widget[name=plan_html] table:eq(1)",
        },
        {
            trigger: ".o_field_widget[name=identity_checked] input",
            run: "click",
        },
        {
            trigger: "button[name=action_propose]",
            run: "click",
        },
        {
            trigger: ".o_form_saved .o_arrow_button_current[data-value=proposed]",
        },
        {
            content: "A data steward cannot approve",
            trigger: ".o_form_view:not(:has(button[name=action_approve]))",
        },
    ],
});

registry.category("web_tour.tours").add("bzk_privacy_erasure_approved", {
    steps: () => [
        {
            trigger: ".o_data_row td:contains(Wegwezen)",
            run: "click",
        },
        {
            trigger: "button[name=action_approve]",
            run: "click",
        },
        {
            content: "Asked once more",
            trigger: ".modal-footer button.btn-primary",
            run: "click",
        },
        {
            content: "The proof has the numbers, and no name",
            trigger: ".o_field_widget[name=outcome_html] table",
        },
        {
            trigger: ".o_arrow_button_current[data-value=done]",
        },
        {
            trigger: ".o_form_view:not(:contains(Wegwezen))",
        },
    ],
});
