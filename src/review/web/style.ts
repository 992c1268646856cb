/** What the page of a review adds to the look of a report. */
import { STYLE } from '../../report/html/style.ts';

export const REVIEW_STYLE = `${STYLE}
body{height:100vh;display:flex;flex-direction:column}
header{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;padding:8px 16px}
header p{flex:1;margin:0}
.columns{flex:1;min-height:0;display:grid;grid-template-columns:220px minmax(260px,400px) minmax(0,1fr)}
.columns>*{overflow:auto;padding:8px 14px;border-right:1px solid var(--line)}
.filters{position:static;max-height:none;padding:0}
#list{list-style:none;margin:0;padding:0}
#list li{content-visibility:auto;contain-intrinsic-size:auto 46px;scroll-margin:100px 0}
#list button{display:block;width:100%;text-align:left;background:none;border:0;border-bottom:1px solid var(--line);border-radius:0;padding:6px 4px;overflow-wrap:anywhere}
#list button[aria-current=true]{background:var(--root)}
#list .answer{color:var(--quiet);font-style:italic}
#list [data-answered=accepted] .what,#list [data-answered=rejected] .what,#list [data-answered=along] .what,#list [data-answered=exempt] .what{color:var(--quiet)}
.choices{list-style:none;padding:0}.choices li{margin:6px 0}
h2{margin:4px 0}h2:focus{outline:0}h3{margin:12px 0 0}
.tools{display:flex;flex-wrap:wrap;gap:6px;margin:10px 0;position:sticky;top:-8px;background:var(--bg);padding:6px 0;z-index:1}
kbd{font:12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;border:1px solid var(--line);border-radius:4px;padding:0 4px}
#message{min-height:28px;padding:3px 16px;border-top:1px solid var(--line);background:var(--soft);white-space:pre-line}
dialog{color:var(--fg);background:var(--bg);border:1px solid var(--line);border-radius:8px;max-width:min(900px,94vw);max-height:90vh;overflow:auto;width:max-content}
dialog::backdrop{background:#0008}
dialog label{display:block;margin:8px 0}dialog input,dialog select{width:100%}
.said{white-space:pre-wrap}
@media (max-width:1000px){body{height:auto}header p{flex-basis:100%;order:1}.columns{display:block}.columns>*{border-right:0;border-bottom:1px solid var(--line)}#rows{max-height:38vh}#message{position:sticky;bottom:0}}
@media (max-width:1000px){.filters details:not([open]){display:inline-block;margin-right:12px}}
`;
