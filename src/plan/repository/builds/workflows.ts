/** Builds in the workflows of GitHub: docker/build-push-action, and commands of steps. */
import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { documentsIn, itemsAt, placeOf, scalarsAt } from '../manifests/documents.ts';
import { OPEN, type Wording } from './build.ts';
import { buildsInCommands } from './commands.ts';
import { filledIn, type Values, valuesIn } from './variables.ts';

export function isWorkflow(path: string): boolean {
  return /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(path);
}

export function buildsOfWorkflow(files: Files, file: string): Wording[] {
  return documentsIn(files, file).flatMap(document => {
    const jobs = entry(document, 'jobs');
    if (jobs?.kind !== 'map') return [];
    return [...jobs.entries.values()].flatMap(job => {
      const steps = itemsAt(job, 'steps');
      const handedOn = handedOnIn(steps);
      return rowsOf(at(job, 'strategy', 'matrix')).flatMap(row => {
        const shared = [...environmentOf(files, document), ...environmentOf(files, job), ...handedOn, ...row];
        return steps.flatMap(step => {
          const values: Values = new Map([
            ['github.workspace', ['.']],
            ...shared,
            ...environmentOf(files, step),
          ]);
          return [...byAction(files, step, steps, values), ...byCommands(files, file, step, job, values)];
        });
      });
    });
  });
}

type Row = readonly (readonly [name: string, values: readonly string[]])[];

function environmentOf(files: Files, node: Node): Row {
  return [...scalarsAt(files, entry(node, 'env'))].map(([name, { value }]) => [name, [value]] as const);
}

const TO_OTHERS = />>[ \t]*["']?\$\{?GITHUB_ENV\}?["']?[ \t]*$/;
const SETTING = /^[ \t]*echo[ \t]+(?:"(\w+)=([^\n]*)"|'(\w+)=([^\n]*)'|(\w+)=([^\n]*))$/;
/** Longer lines set no variable that a path or an image is made of. */
const MOST_LINE = 4096;

/** What a step hands on to those after it, where only one does: `echo "NAME=value" >> $GITHUB_ENV`. */
function handedOnIn(steps: readonly Node[]): Row {
  const found = steps.flatMap(step => (textOf(entry(step, 'run')) ?? '').split('\n').flatMap(settingIn));
  const values = new Map<string, string>();
  for (const [name, value] of found) values.set(name, values.has(name) ? OPEN : value);
  return [...values].map(([name, value]) => [name, [value]] as const);
}

function settingIn(line: string): readonly (readonly [name: string, value: string])[] {
  const end = line.length > MOST_LINE ? -1 : line.search(TO_OTHERS);
  const [, ...parts] = SETTING.exec(line.slice(0, Math.max(0, end)).trimEnd()) ?? [];
  const [name, value = ''] = parts.filter(part => part !== undefined);
  return name === undefined ? [] : [[name, value]];
}

/** More rows than anybody builds images from. */
const MOST_ROWS = 200;

/** Each combination of a matrix, and each row that is added to it; one empty row where there is none. */
function rowsOf(matrix: Node | undefined): readonly Row[] {
  if (matrix?.kind !== 'map') return [[]];
  let rows: Row[] = [[]];
  let isStated = false;
  for (const [name, values] of matrix.entries) {
    if (name === 'include' || name === 'exclude' || values.kind !== 'list') continue;
    isStated = true;
    rows = rows
      .flatMap(row => values.items.map(item => [...row, ...cellsOf(name, item)]))
      .slice(0, MOST_ROWS);
  }
  const included = itemsAt(matrix, 'include').map((item): Row => {
    return item.kind === 'map' ? [...item.entries].flatMap(([name, value]) => cellsOf(name, value)) : [];
  });
  return isStated
    ? [...rows.flatMap(row => completed(row, included)), ...included]
    : included.length > 0
      ? included
      : [[]];
}

/** What is added to a matrix completes the rows that it agrees with. */
function completed(row: Row, included: readonly Row[]): readonly Row[] {
  const own = new Map(row);
  const fitting = included.filter(each => {
    const shared = each.filter(([name]) => own.has(name));
    return shared.length > 0 && shared.every(([name, [value]]) => own.get(name)?.[0] === value);
  });
  return fitting.length === 0 ? [row] : fitting.map(each => [...row, ...each]);
}

/** `matrix.NAME`, and `matrix.NAME.KEY` where its values are maps. */
function cellsOf(name: string, value: Node): Row {
  if (value.kind === 'map')
    return [...value.entries].flatMap(([key, each]) => cellsOf(`${name}.${key}`, each));
  const text = textOf(value);
  return text === undefined ? [] : [[name, [text]]];
}

function byAction(files: Files, step: Node, steps: readonly Node[], values: Values): Wording[] {
  if (
    !/^(?:docker\/build-push-action|redhat-actions\/buildah-build)@/.test(textOf(entry(step, 'uses')) ?? '')
  )
    return [];
  const option = (name: string) => {
    const said = textOf(at(step, 'with', name));
    const filled = said === undefined ? undefined : filledIn(said, values)[0];
    return filled === '' ? undefined : filled;
  };
  const tags = textOf(at(step, 'with', 'tags')) ?? '';
  const images = linesOf(tags).flatMap(tag => imagesOf(tag, steps));
  if (images.length === 0) return [];
  return [
    {
      images: images.flatMap(each => filledIn(each, values)),
      from: [''],
      // Without one the action takes what it checks out.
      context: option('context') ?? '.',
      dockerfile: option('file'),
      dockerfileIsIn: 'folder',
      target: option('target'),
      args: new Map(
        linesOf(option('build-args') ?? '').flatMap(line => {
          const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
          return name === undefined ? [] : [[name, value!] as const];
        }),
      ),
      at: placeOf(files, step),
    },
  ];
}

/** A tag, or the images of the docker/metadata-action step that makes it. */
function imagesOf(tag: string, steps: readonly Node[]): readonly string[] {
  const [, id] = /^\$\{\{\s*steps\.([\w-]+)\.outputs\.tags\s*\}\}$/.exec(tag) ?? [];
  if (id === undefined) return [tag];
  const made = steps.find(step => textOf(entry(step, 'id')) === id);
  const isMetadata = /^docker\/metadata-action@/.test(textOf(entry(made, 'uses')) ?? '');
  return isMetadata ? linesOf(textOf(at(made, 'with', 'images')) ?? '') : [];
}

function byCommands(files: Files, file: string, step: Node, job: Node, values: Values): Wording[] {
  const text = textOf(entry(step, 'run'));
  if (text === undefined) return [];
  const folder =
    textOf(entry(step, 'working-directory')) ?? textOf(at(job, 'defaults', 'run', 'working-directory'));
  const filled = folder === undefined ? '' : (filledIn(folder, values)[0] ?? OPEN);
  if (filled.includes(OPEN)) return [];
  const place = placeOf(files, step);
  const own: Values = new Map([...valuesIn(text), ...values]);
  const found = buildsInCommands(file, text, own, [filled.replace(/^\.\/?|\/$/g, '')]);
  return found.map(each => ({ ...each, at: place }));
}

function linesOf(text: string): string[] {
  return text.split(/[\n,]/).flatMap(line => (line.trim() === '' ? [] : [line.trim()]));
}
