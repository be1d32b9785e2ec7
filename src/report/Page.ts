/**
 * The frame of the HTML report: one self-contained file that loads nothing and runs nothing but the search below.
 *
 * @since 0.1.0
 */
import * as Markup from "./Markup.js"

/**
 * A complete HTML document around a body that is markup already. Its policy admits this style and this script by their
 * digests and forbids everything else, so that markup which slipped through could do nothing.
 *
 * @since 0.1.0
 * @category rendering
 */
export const page = (title: string, body: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${styleDigest}'; script-src '${scriptDigest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${Markup.escape(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`

/**
 * What the page looks like. Text has a contrast of 4.5:1 or more on its ground, in light and in dark (WCAG 2.2, 1.4.3).
 *
 * @since 0.1.0
 * @category rendering
 */
export const style = `
:root{color-scheme:light dark;--ground:#fff;--soft:#f5f6f8;--text:#1b1f24;--faint:#57606a;--edge:#d0d7de;--bar:#0b5cad;--good:#116329;--warning:#7d4e00;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--soft:#1d2126;--text:#e6e8eb;--faint:#a3abb5;--edge:#3b424a;--bar:#58a6ff;--good:#56d364;--warning:#e3b341;--bad:#ff7b72}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:64rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0 0 1rem}
h2{font-size:1.25rem;margin:0 0 .25rem;overflow-wrap:anywhere}
h3{font-size:1rem;margin:1.5rem 0 .5rem}
nav{margin-bottom:1.5rem}
section{border-top:1px solid var(--edge);padding:1.25rem 0}
code,.code{font-family:ui-monospace,monospace;font-size:.9em}
.code{line-height:calc(1.5/.9)}
a{color:var(--bar)}
code,bdi{overflow-wrap:anywhere}
.code bdi{overflow-wrap:normal}
.outcome{display:inline-block;border:1px solid currentColor;border-radius:.25rem;padding:0 .5rem;margin-right:.5rem}
.good{color:var(--good)}.warning{color:var(--warning)}.bad{color:var(--bad)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.5rem,1fr));gap:.75rem;margin:1rem 0}
dl div{background:var(--soft);border-radius:.25rem;padding:.5rem .75rem}
dt{color:var(--faint);font-size:.85rem}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.note{border-left:4px solid var(--warning);background:var(--soft);padding:.5rem .75rem;margin:.5rem 0;overflow-wrap:anywhere}
.note.bad{border-color:var(--bad);color:inherit}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--faint);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--edge)}
thead th{color:var(--faint);font-weight:600;border-bottom-width:2px}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
ul{margin:0;padding-left:1.1rem}
summary{cursor:pointer;color:var(--faint)}
:focus-visible{outline:2px solid var(--bar);outline-offset:2px}
.search{margin:.5rem 0}
.search label{margin-right:.5rem}
input{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--faint);border-radius:.25rem;padding:.25rem .5rem;width:min(24rem,100%)}
output{color:var(--faint);margin-left:.5rem}
svg{display:block;width:100%;font:13px system-ui,sans-serif}
svg text{fill:var(--text)}svg .value{fill:var(--faint)}
svg .bar{fill:var(--bar)}
svg .line{fill:none;stroke:var(--bar);stroke-width:2;vector-effect:non-scaling-stroke}
svg .line.errors{stroke:var(--bad);stroke-dasharray:4 3}
svg .axis{stroke:var(--edge)}
footer{border-top:1px solid var(--edge);padding-top:1rem;color:var(--faint);overflow-wrap:anywhere}
@media (min-width:36.1rem){th.code{min-width:12rem}}
@media (max-width:36rem){body{padding:1rem}table{font-size:.85rem}th,td{padding:.3rem .25rem}}
@media print{:root{color-scheme:light;--ground:#fff;--soft:#fff;--text:#000;--faint:#444;--edge:#999;--bar:#444;--good:#000;--warning:#000;--bad:#000}body{padding:0;max-width:none;font-size:10pt}.search{display:none}tbody,.note,svg,dl div{break-inside:avoid}h2,h3,caption,thead{break-after:avoid}summary{list-style:none}dl{grid-template-columns:repeat(5,1fr);gap:.25rem}dl div{padding:.25rem 0}}
`

/**
 * The search in the page. Without it everything is there to read all the same.
 *
 * @since 0.1.0
 * @category rendering
 */
export const script = `
for (const search of document.querySelectorAll(".search")) {
  const groups = document.querySelectorAll("#" + search.dataset.table + " tbody");
  const input = search.querySelector("input");
  const said = search.querySelector("output");
  search.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    for (const group of groups) {
      group.hidden = !group.textContent.toLowerCase().includes(wanted);
      if (!group.hidden) found += 1;
      for (const details of group.querySelectorAll("details")) {
        const examples = details.querySelector("ul").textContent.toLowerCase();
        details.open = wanted !== "" && examples.includes(wanted);
      }
    }
    said.value = wanted === "" ? "" : found + " of " + groups.length + " codes";
  });
}
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
`

const styleDigest = "sha256-6Mc6Zovg0z/bF17H1D7w6R1SZVbannUHwrhilSmDEnE="
const scriptDigest = "sha256-qyTzM1WDZuDIjH49IaT9+sPtvgw4Z4l012BqNkZWEro="
