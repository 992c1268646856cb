/** How the pages look: light and dark, wide and narrow, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--soft:#f6f8fa;--line:#d0d7de;--fg:#1f2328;--quiet:#59636e;--link:#0969da;
--add:#dafbe1;--addword:#aceebb;--del:#ffebe9;--delword:#ffcecb;--critical:#a40e26;--high:#953800;--medium:#0550ae;--low:#59636e;
--root:#ddf4ff;--component:#fbefff}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--soft:#151b23;--line:#3d444d;--fg:#e6edf3;--quiet:#9198a1;--link:#4493f8;
--add:#12261e;--addword:#1f6f3a;--del:#301b1e;--delword:#8c2f33;--critical:#ff7b72;--high:#ffa657;--medium:#79c0ff;--low:#9198a1;
--root:#10263f;--component:#2a1a3f}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;background:var(--bg);color:var(--fg)}
[hidden]{display:none!important}
a{color:var(--link)}
code,pre,.mono{font:12.5px/1.5 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
code,h3,h4,dd,p{overflow-wrap:anywhere}
.unseen,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:focus-visible{outline:2px solid var(--link);outline-offset:1px}
header{padding:12px 20px;border-bottom:1px solid var(--line)}
h1{font-size:20px;margin:0}h2{font-size:17px;margin:24px 0 8px}h3{font-size:15px;margin:0}h4{font-size:13px;margin:12px 0 4px}
header p,.tags{margin:4px 0}
.quiet{color:var(--quiet);font-weight:400}
.page{display:grid;grid-template-columns:minmax(200px,260px) minmax(0,1fr);gap:20px;padding:0 20px 40px}
.filters{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:12px 0}
.filters fieldset{border:0;margin:0;padding:0 0 8px}
.filters label{display:block;overflow-wrap:anywhere}
.filters summary{font-weight:600;text-transform:capitalize;cursor:pointer}
.count{color:var(--quiet)}
input,button,select{font:inherit;color:inherit;background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:3px 8px;max-width:100%}
input[type=checkbox]{accent-color:var(--link)}
button{cursor:pointer}button:disabled{opacity:.5;cursor:default}
article{border:1px solid var(--line);border-radius:6px;padding:10px 14px;margin:10px 0;content-visibility:auto;contain-intrinsic-size:auto 220px}
.tag{display:inline-block;border:1px solid var(--line);border-radius:10px;padding:0 8px;font-size:12px}
.tag.critical,.tag.high,.tag.medium,.tag.low{color:var(--bg);font-weight:600;border:0}
.tag.critical{background:var(--critical)}.tag.high{background:var(--high)}.tag.medium{background:var(--medium)}.tag.low{background:var(--low)}
dl{margin:6px 0 0}dl>div{display:grid;grid-template-columns:90px minmax(0,1fr);gap:8px}
dt{color:var(--quiet)}dd{margin:0}ul{margin:0;padding-left:18px}
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(360px,100%),1fr));gap:14px}
.source{position:sticky;top:0;align-self:start}
.diff{margin:0;padding:6px 0;overflow:auto;border:1px solid var(--line);border-radius:6px;background:var(--soft)}
.diff>*{display:block;padding:0 8px;text-decoration:none;min-width:max-content}
.diff .range{color:var(--quiet)}
.diff ins{background:var(--add)}.diff del{background:var(--del)}
.diff ins b{font-weight:inherit;background:var(--addword);text-decoration:underline}
.diff del b{font-weight:inherit;background:var(--delword);text-decoration:line-through}
.map{overflow:auto;border:1px solid var(--line);border-radius:6px;max-height:80vh;resize:vertical}
.map text{font:11px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--fg)}
.picture~.picture{display:none}.picture:target{display:block}#map:has(.picture~.picture:target) .picture:not(:target){display:none}
.map a{cursor:pointer}.map a:focus-visible rect{outline:2px solid var(--fg)}.map .folder rect{stroke-width:2;fill:var(--bg)}.map a text{text-decoration:underline}
.map rect{stroke:var(--quiet);fill:var(--soft)}
.map .root rect{fill:var(--root)}.map .component rect{fill:var(--component);stroke-dasharray:4 2}
.map path{fill:none;stroke:var(--quiet)}.map path.component{stroke-dasharray:4 2}
.map .broken rect{stroke-dasharray:1 3}
.map .critical rect{stroke:var(--critical);stroke-width:3}.map .high rect{stroke:var(--high);stroke-width:3}
.map .medium rect{stroke:var(--medium);stroke-width:2}.map .low rect{stroke:var(--low);stroke-width:2}
table{border-collapse:collapse}td,th{text-align:left;padding:2px 12px 2px 0;vertical-align:top;overflow-wrap:break-word}
@media (max-width:760px){.page{grid-template-columns:minmax(0,1fr);padding:0 12px 30px}.filters{position:static;max-height:none}dl>div{grid-template-columns:minmax(0,1fr);gap:0}}
@media print{.filters,.skip{display:none!important}.page{display:block}article{content-visibility:visible;break-inside:avoid-page}.diff,.map{overflow:visible;max-height:none}.diff>*{white-space:pre-wrap;min-width:0}}
`;
