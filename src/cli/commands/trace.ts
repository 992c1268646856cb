/** `kustomend trace ROOT [KIND/NAME [FIELD]]`: what a root renders, or who owns a field of it. */
import { type Command, Option } from 'commander';
import { didYouMean } from '../../config/suggest.ts';
import type { Files } from '../../kustomize/files/files.ts';
import { findNamed } from '../../kustomize/object/find-named.ts';
import { kindOf, nameOf, type Resource } from '../../kustomize/object/resource.ts';
import { FieldPathProblem, lookup, splitDottedPath } from '../../kustomize/tree/field-path.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import {
  elementName,
  traceJson,
  traceNode,
  traceOwners,
  traceRemoval,
  traceText,
  withLayer,
} from '../../report/explain/trace.ts';
import { asWritten, shownOf } from '../../report/secrets/rendered.ts';
import { folderName, table } from '../../report/words/words.ts';
import { colorFlags, type OutputFlags, type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { typedField } from '../arguments/typed-field.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { evaluateNamed } from '../session/root.ts';

interface TraceFlags extends WorkspaceFlags, OutputFlags {
  readonly format: 'text' | 'json';
  readonly showSecrets?: boolean;
}

export function addTrace(program: Command, cli: Cli): void {
  const command = program
    .command('trace')
    .description('say who wrote a field: file and line of every layer it went through, the winner first')
    .argument('<root>', 'folder of a kustomization')
    .argument('[object]', 'KIND/NAME, as rendered or as its source says it; none: list all')
    .argument(
      '[field]',
      "as in kustomize's replacements, spec.template.spec.containers.[name=web].image, or containers.web",
    );
  withExamples(command, [
    ['kustomend trace overlays/dev', 'the objects that it renders'],
    ['kustomend trace overlays/dev Deployment/web spec.replicas', 'who wrote one field'],
    ['kustomend trace . Service/web spec.type --format json', 'for programs'],
  ]);
  colorFlags(workspaceFlags(command))
    .addOption(new Option('--format <name>', 'what to print').choices(['text', 'json']).default('text'))
    .option('--show-secrets', 'print the values of Secrets')
    .action((root: string, object: string | undefined, field: string | undefined, flags: TraceFlags) =>
      cli.exit(
        object === undefined
          ? listObjects(cli.io, root, flags)
          : trace(cli.io, root, object, field ?? '', flags),
      ),
    );
}

/** In the order of the render, each with the file that it comes from. */
function listObjects(io: Io, root: string, flags: TraceFlags): ExitCode {
  const { outcome } = evaluateNamed(io, root, flags);
  if (outcome === null) return EXIT.incomplete;
  const objects = outcome.resources.map(resource => ({
    object: titleOf(resource),
    source: resource.source.file,
  }));
  if (flags.format === 'json') io.data(`${JSON.stringify({ objects }, undefined, 2)}\n`);
  else io.out(`${table(objects.map(({ object, source }) => [object, source])).join('\n')}\n`);
  return EXIT.ok;
}

function trace(io: Io, root: string, object: string, typed: string, flags: TraceFlags): ExitCode {
  if (flags.showSecrets) io.showSecrets();
  const { workspace, folder, outcome, above } = evaluateNamed(io, root, flags);
  if (outcome === null) return EXIT.incomplete;
  const resource = findNamed(outcome.resources, object);
  if (resource === undefined) {
    throw new UsageError(
      `${folderName(folder)} renders no ${object}${otherObjects(outcome.resources, object)}`,
    );
  }
  const field = fieldPath(resource, typed);
  const node = fieldOf(resource, field);
  if (node === undefined) {
    throw new UsageError(
      `${titleOf(resource)} has no field ${typed}${whatIsThere(workspace.files, resource, field)}`,
    );
  }
  const layers = above.flatMap(({ resources }) => resources.map(each => each.node));
  const rendered = [...outcome.resources.map(each => each.node), ...layers];
  const show = flags.showSecrets ? asWritten : shownOf(rendered, io.secrets().find);
  const written = traceNode(workspace.files, field, node, show, resource.source.generators);
  const traces = above.reduce((known, layer) => {
    const changed = sameObject(resource, outcome.resources, layer.resources);
    const value = changed && fieldOf(changed, field);
    return value === undefined
      ? known
      : withLayer(known, layer, traceNode(workspace.files, field, value, show));
  }, written);
  const title = titleOf(resource);
  if (flags.format === 'json') io.data(traceJson(title, traces));
  else if (field === '') io.out(traceOwners(title, traces));
  else io.out(traceText(title, traces, io.colors('stdout', flags.color)));
  return EXIT.ok;
}

/** The object that became of another in the layer above: of those that one source makes, the one in its place. */
function sameObject(
  resource: Resource,
  all: readonly Resource[],
  above: readonly Resource[],
): Resource | undefined {
  const twins = (list: readonly Resource[]) => list.filter(each => each.source.id === resource.source.id);
  return twins(above)[twins(all).indexOf(resource)];
}

function titleOf(resource: Resource): string {
  return `${kindOf(resource)}/${nameOf(resource)}`;
}

/** What the user may have meant: the objects of that name or kind, else a similar name. */
function otherObjects(resources: readonly Resource[], wanted: string): string {
  const kind = wanted.split('/')[0]!.toLowerCase();
  const isMeant = (each: Resource) =>
    wanted.includes('/') ? kindOf(each).toLowerCase() === kind : nameOf(each).toLowerCase() === kind;
  const same = [...new Set(resources.filter(isMeant).map(titleOf))];
  const similar = wanted.includes('/') ? didYouMean(wanted, resources.map(titleOf)) : '';
  if (similar !== '') return similar;
  if (same.length === 0) return '; kustomend trace ROOT lists what is there';
  const more = same.length > MAX_LISTED ? `, and ${same.length - MAX_LISTED} more` : '';
  return `; there is ${same.slice(0, MAX_LISTED).join(', ')}${more}`;
}

const MAX_LISTED = 8;

/** Who removed the field, or what stands beside where it would be. */
function whatIsThere(files: Files, resource: Resource, field: string): string {
  const path = splitDottedPath(field);
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const parent = lookup(resource.node, path.slice(0, depth));
    if (parent === undefined) continue;
    const above = depth === 0 ? 'it' : path.slice(0, depth).join('.');
    const removed = traceRemoval(files, parent, path[depth]!);
    if (removed !== null) return `: removed by ${removed}`;
    if (parent.kind === 'map')
      return `; ${above} has ${[...parent.entries.keys()].join(', ') || 'no fields'}`;
    if (parent.kind === 'list')
      return `; ${above} has ${parent.items.map(elementName).join(', ') || 'no elements'}`;
  }
  return '';
}

function fieldPath({ node }: Resource, typed: string): string {
  if (typed === '') return '';
  return problemsAsUsage(typed, () => typedField(node, typed));
}

function fieldOf(resource: Resource, field: string): Node | undefined {
  if (field === '') return resource.node;
  return problemsAsUsage(field, () => lookup(resource.node, splitDottedPath(field)));
}

function problemsAsUsage<T>(field: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FieldPathProblem) throw new UsageError(`${field}: ${error.message}`);
    throw error;
  }
}
