/** The look of a report: the dashboard's colours by meaning, for light and dark, screen and paper. */
export const reportStyle = `
:root {
  --back: #ffffff; --text: #22263a; --muted: #6a6f80; --frame: #d8dbe6; --good: #3f6e1a; --warn: #8a5a00; --bad: #b3243c;
  --accent: #0f6a94; --chart: #2f56b0; --second: #6d3fb0; --warn-bar: #d99a2b; --bad-bar: #c93a52;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #16181f; --text: #d6daea; --muted: #9197ad; --frame: #343a50; --good: #9ece6a; --warn: #e0af68; --bad: #f7768e;
    --accent: #7dcfff; --chart: #7aa2f7; --second: #bb9af7; --warn-bar: #e0af68; --bad-bar: #f7768e;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; background: var(--back); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.45rem; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
dl { margin: 0; }
dd { margin: 0; }
.facts div { display: flex; gap: .75rem; }
.facts dt { color: var(--muted); min-width: 5.5rem; }
.totals { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.6rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
.totals div { border: 1px solid var(--frame); border-radius: .5rem; padding: .5rem .75rem; }
.totals dt { color: var(--muted); font-size: .85rem; }
.totals span { font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.change { display: block; }
figure { margin: 1.5rem 0; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; }
.legend { display: flex; gap: 1rem; color: var(--muted); font-size: .85rem; }
.legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .35rem; background: var(--muted); }
.legend i.chart { background: var(--chart); } .legend i.warn { background: var(--warn-bar); }
.legend i.bad { background: var(--bad-bar); } .legend i.second { background: var(--second); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--muted); font-size: 12px; }
.grid { stroke: var(--frame); }
.bars.chart { fill: var(--chart); } .bars.warn { fill: var(--warn-bar); } .bars.bad { fill: var(--bad-bar); }
.line { fill: none; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.line.chart { stroke: var(--chart); } .line.second { stroke: var(--second); stroke-width: 2; }
.line.ghost { stroke: var(--muted); stroke-dasharray: 1 4; stroke-width: 2; }
.hit { fill: transparent; } .hit:hover { fill: var(--muted); fill-opacity: .18; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { color: var(--muted); font-weight: 500; white-space: nowrap; }
th, td { padding: .3rem .9rem .3rem 0; max-width: 26rem; border-bottom: 1px solid var(--frame); vertical-align: top; }
.text { text-align: left; } .brief { white-space: nowrap; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.muted, footer { color: var(--muted); } .good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.accent { color: var(--accent); } .strong { font-weight: 600; }
footer { margin-top: 2.5rem; font-size: .85rem; }
@media print, (min-width: 60rem) { td.text { overflow-wrap: anywhere; max-width: none; } }
@media print {
  :root { --back: #ffffff; --text: #000000; --muted: #555555; --frame: #bbbbbb; --good: #2f5a10; --warn: #7a4d00; --bad: #a0142c;
    --accent: #0f6a94; --chart: #2f56b0; --second: #6d3fb0; --warn-bar: #d99a2b; --bad-bar: #c93a52; }
  html { font-size: 11px; }
  body { max-width: none; padding: 0; font-size: 1rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure, tr, .totals div { break-inside: avoid; }
  h2 { break-after: avoid; }
  .scroll { overflow: visible; }
  @page { margin: 14mm; }
}
`;
