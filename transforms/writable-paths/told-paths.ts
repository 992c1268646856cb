/** What a command of plain tools writes: where it tells them to, and nowhere else. */

import { programsOf, scriptOf } from '../../src/kubernetes/commands.ts';
import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import type { Container, Evidence } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { isWithin, mountsOf } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';

export interface ToldPaths {
  readonly paths: readonly string[];
  readonly evidence: Evidence;
}

/** Programs that write their output, and to files only by the flags below. */
const READING = new Set(
  [
    ': [ [[ test true false exit return set trap wait export read shift local sleep echo printf date expr seq id',
    'cd tr cut head tail wc cat grep egrep awk sed uniq basename dirname ls stat du df jq base64 sha256sum md5sum',
    'gzip gunzip zcat nc nslookup dig host getent wget curl',
    'pg_isready pg_dump pg_dumpall psql mysqladmin mysqldump mysql redis-cli aws',
  ]
    .join(' ')
    .split(' '),
);
/** Programs that write what they name. */
const WRITING = new Set('cp mv mkdir touch rm rmdir ln tee'.split(' '));
const NOWHERE = '/dev/(?:null|stdout|stderr|tcp|udp|fd)\\b';
/** By which a program of the first list writes a file that this does not follow, or the shell one of its own. */
const NOT_FOLLOWED = [
  /<<|\beval\b/,
  /\bsed\b[^;&|\n]*\s-[a-zA-Z]*i/,
  /\bawk\b[^;&|\n]*[^<>=]>[^=&]/,
  /\b(?:gzip|gunzip)\b[^;&|\n>]*\s[^\s|;&>-]/,
  /\b(?:pg_dump|pg_dumpall|psql)\b[^;&|\n]*\s(?:-[a-zA-Z]*[foL]|--file|--output|--log-file)/,
  /\\(?:copy|o|w)\b/,
  /\bmysql(?:dump)?\b[^;&|\n]*\s(?:-r|-T|--result-file|--tab|--tee)/,
  /\bredis-cli\b[^;&|\n]*\s--(?:rdb|functions-rdb)/,
  new RegExp(
    `\\b(?:curl|wget)\\b[^;&|\\n]*\\s(?:-[a-zA-Z]*[oOJcDP]|--(?:output|remote|cookie-jar|dump-header|directory))(?![ =]*(?:-(?:\\s|$)|${NOWHERE}))`,
  ),
  /\bwget\b(?![^;&|\n]*\s(?:--spider|-[a-zA-Z]*O\s*(?:-|\/dev\/null)))/,
  /\bnc\b[^;&|\n]*\s-[a-zA-Z]*[lec]/,
  /\baws\b[^;&|\n]*(?:\$\(|`)/,
];
const SCRATCH = '/tmp';

/** Undefined where it is not all told, and where people may work in it: what runs beside others and sleeps is there for them. */
export const toldPaths = remembered((container: Container): ToldPaths | undefined => {
  const { role, workload } = container;
  const isPassing =
    role === 'init' || (role === 'main' && runsToCompletion(workload.kind, workload.apiVersion));
  const command = stringsIn(container.get(['command']));
  if (!isPassing || command.length === 0 || isEntered(container)) return undefined;
  const script = scriptOf([...command, ...stringsIn(container.get(['args']))]);
  if (script === undefined) return undefined;
  const plain = script.replace(/(^|\s)#.*$/gm, '$1').replace(/\\\n/g, ' ');
  const text = filledIn(plain.replace(/\$\{(\w+)[^}]*\}/g, '$$$1'));
  const programs = programsOf(text).map(nameOf);
  if (programs.length === 0 || !programs.every(each => READING.has(each) || WRITING.has(each)))
    return undefined;
  if (NOT_FOLLOWED.some(each => each.test(text))) return undefined;
  if (programs.includes('aws') && !hasKeys(container)) return undefined;
  const written = [...redirected(text), ...named(text)];
  const writable = mountsOf(container).filter(({ readOnly }) => !readOnly);
  const outside = written.filter(path => !writable.some(mount => isWithin(path, mount.path)));
  if (outside.some(path => !isWithin(path, SCRATCH))) return undefined;
  const at = workload.where([...container.path, 'command']);
  return {
    paths: outside.length === 0 ? [] : [SCRATCH],
    evidence: { kind: 'manifest', at, says: 'its command shows all that runs, and where that writes' },
  };
});

/** Whether something else runs in it too. */
function isEntered(container: Container): boolean {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map(each => container.get([each]));
  return container.get(['lifecycle']) !== undefined || probes.some(each => isMap(each) && isMap(each.exec));
}

/** With a role it keeps what it is given in its home, and stops where it may not. */
function hasKeys(container: Container): boolean {
  return mapsIn(container.get(['env'])).some(({ name }) => name === 'AWS_ACCESS_KEY_ID');
}

function nameOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

/** With variables that the script sets once, to something that no command says. */
function filledIn(script: string): string {
  const values = new Map<string, string>();
  const set = /(?:^|[\s;])(\w+)=["']?([^\s"'`;|&()$][^\s"'`;|&()]*)["']?(?=[\s;]|$)/g;
  for (const [, name = '', value = ''] of script.matchAll(set))
    values.set(name, values.has(name) && values.get(name) !== value ? '' : value);
  return script.replace(/\$(\w+)/g, (all, name: string) => values.get(name) || all);
}

/** Targets of redirections; one that is no path of its own is the root, which is nobody's to write. */
function redirected(text: string): readonly string[] {
  const targets = [...text.matchAll(/(?<!-)>>?(?!\s*&)\s*(["']?)([^\s"';|&)]+)/g)].map(
    ([, , target = '']) => target,
  );
  return targets.filter(target => !new RegExp(`^${NOWHERE}`).test(target)).map(folderIn);
}

/** What the programs name that write what they name. */
function named(text: string): readonly string[] {
  return text.split(/&&|\|\||[;|&\n(){}]/).flatMap(command => {
    const words = command.trim().replaceAll(/["']/g, '').split(/\s+/);
    const start = words.findIndex(each => WRITING.has(nameOf(each)) || nameOf(each) === 'aws');
    if (start < 0) return [];
    const [name = '', ...rest] = words.slice(start);
    if (nameOf(name) === 'aws') return writtenByAws(rest);
    const paths = rest.filter(each => !/^(?:-|\d?>|<)/.test(each));
    return (/^(?:cp|ln)$/.test(nameOf(name)) ? paths.slice(-1) : paths).map(folderIn);
  });
}

/** What `aws` says to standard output, and to the store: all else may be a file. */
const ELSEWHERE = /^(?:s3 (?:ls|rm)|s3api (?:head-|list-|delete-|put-)\S+)(?:\s|$)/;

function writtenByAws(words: readonly string[]): readonly string[] {
  if (ELSEWHERE.test(words.join(' '))) return [];
  const [service, command, source = '', target = ''] = words;
  if (service !== 's3' || !/^(?:cp|mv)$/.test(command ?? '') || /^-./.test(source)) return ['/'];
  return target === '-' || target.startsWith('s3://') ? [] : [folderIn(target)];
}

/** The part of a path that is written out. */
function folderIn(path: string): string {
  const plain = /^\/[^$`*?[]*/.exec(path)?.[0] ?? '/';
  return plain.includes('..') ? '/' : plain;
}
