import {browser} from "@web/core/browser/browser";
import {ConnectionLostError, rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";

const serve = rpc._rpc;

/** From here on the server cannot be reached. */
function loseLine() {
    rpc._rpc = () => Promise.reject(new ConnectionLostError("/"));
}

function findLine() {
    rpc._rpc = serve;
    browser.dispatchEvent(new Event("online"));
}

const plus = (group) => ({
    trigger: `.o_bzk_tally_row[data-group="${group}"] .o_bzk_tally_plus`,
    run: "click",
});

registry.category("web_tour.tours").add("bzk_ticketing_tally", {
    steps: () => [
        {
            content: "From the card on the home screen to the door",
            trigger: ".o_kanban_record:has(i.fa-ticket) button",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(Voorleesmiddag) button[name=action_tally]",
            run: "click",
        },
        plus("youth"),
        plus("youth"),
        plus(""),
        {
            content: "The server has it: nothing is left to send",
            trigger:
                ".o_bzk_tally:not(:has(.o_bzk_tally_unsent)) .o_bzk_tally_visitors:contains(3)",
            run: loseLine,
        },
        plus("adults"),
        plus("adults"),
        {
            content: "Counting goes on without a line, and the screen says so",
            trigger: ".o_bzk_tally_unsent b:contains(2)",
        },
        {
            trigger: ".o_bzk_tally_visitors:contains(5)",
        },
        {
            content: "One too many",
            trigger: ".o_bzk_tally_undo",
            run: "click",
        },
        {
            trigger: ".o_bzk_tally_unsent b:contains(1)",
            run: findLine,
        },
        {
            content: "The line is back: it is sent without a touch",
            trigger:
                ".o_bzk_tally:not(:has(.o_bzk_tally_unsent)) .o_bzk_tally_visitors:contains(4)",
        },
        {
            content: "Somebody leaves an address",
            trigger: ".o_bzk_tally_walk_in",
            run: "click",
        },
        {
            trigger: ".o_bzk_walk_in input[name=email]",
            run: "edit nora@example",
        },
        {
            trigger: ".o_bzk_walk_in_save",
            run: "click",
        },
        {
            content: "A mistake is told at once",
            trigger: ".o_bzk_walk_in input[name=email].is-invalid",
            run: "edit nora@example.org",
        },
        {
            trigger: ".o_bzk_walk_in input[name=firstname]",
            run: "edit Nora",
        },
        {
            trigger: ".o_bzk_walk_in input[name=lastname]",
            run: "edit ten Brink",
        },
        {
            content: "She was counted already: she is one person",
            trigger: ".o_bzk_walk_in input[name=already]",
            run: "click",
        },
        {
            trigger: ".o_bzk_walk_in_save",
            run: "click",
        },
        {
            trigger: ".o_bzk_walk_in .alert-success:contains(Nora ten Brink)",
        },
        {
            trigger: ".o_bzk_walk_in .btn-close",
            run: "click",
        },
        {
            trigger: ".o_bzk_tally:not(:has(.o_bzk_tally_unsent)) .o_bzk_tally_own:contains(3)",
        },
        {
            trigger: ".o_bzk_tally_checked_in:contains(1)",
        },
        {
            content: "The code that leads to the sign-up page",
            trigger: ".o_bzk_tally_square",
            run: "click",
        },
        {
            trigger: ".o_bzk_tally_panel img[src^='data:image/png']",
        },
        {
            trigger: ".o_bzk_tally_panel button",
            run: "click",
        },
        {
            trigger: ".o_bzk_tally_back",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(Voorleesmiddag)",
        },
    ],
});

registry.category("web_tour.tours").add("bzk_ticketing_tally_reload", {
    steps: () => [
        {
            content: "What was counted without a line survives a reload",
            trigger: ".o_bzk_tally_own",
            run: loseLine,
        },
        plus("youth"),
        plus("youth"),
        {
            trigger: ".o_bzk_tally_unsent b:contains(2)",
            run: () => browser.location.reload(),
            expectUnloadPage: true,
        },
        {
            trigger: ".o_bzk_tally:not(:has(.o_bzk_tally_unsent)) .o_bzk_tally_own:contains(2)",
        },
    ],
});
