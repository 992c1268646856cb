/** Names that follow renamed objects: the name-reference fix-up at the end of a build (kustomize.md 1.13). */
import { memoized } from '../../text/memo.ts';
import type { FieldSpec, NameReference } from '../data/field-specs.ts';
import { BuildFailure } from '../files/problem.ts';
import { describeId, effectiveNamespace, type Gvk, isClusterScopedKind, selectsGvk } from '../object/id.ts';
import {
  gvkOf,
  idOf,
  kindOf,
  nameOf,
  namespaceOf,
  originalId,
  previousIds,
  type Resource,
} from '../object/resource.ts';
import { applyFieldSpec, FieldSpecProblem } from '../specs/field-spec.ts';
import { specsReaching } from '../specs/reached-specs.ts';
import {
  entry,
  isNull,
  type MapNode,
  type Node,
  scalarNode,
  textOf,
  withEntry,
  withItems,
  writtenBy,
} from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';

/** Rewrites every field that holds the former name of another object. */
export function fixReferences(resources: readonly Resource[], rules: readonly NameReference[]): void {
  // Only objects that were renamed, or may have been, can be the target of a rewrite.
  const candidates = resources.filter(resource => resource.previous.length > 0);
  const byName = new Map<string, Resource[]>();
  for (const candidate of candidates) {
    for (const name of new Set(candidate.previous.map(p => p.name))) {
      const list = byName.get(name);
      if (list) list.push(candidate);
      else byName.set(name, [candidate]);
    }
  }
  const rulesFor = indexRules(rules);
  const byNamespace = byOriginalNamespace(resources);
  for (const referrer of resources) {
    const { rules: own, reaching } = rulesFor(originalId(referrer));
    if (own.length === 0) continue;
    const visible = visibleFrom(referrer);
    // What one of them writes leads no other one to anything new.
    for (const i of reaching(referrer.node)) {
      const { rule, spec } = own[i]!;
      new ReferenceFix(referrer, rule, spec, byName, byNamespace, visible).run();
    }
  }
}

/** All of them, also those that nothing has renamed. */
function byOriginalNamespace(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const result = new Map<string, Resource[]>();
  for (const resource of resources) {
    const namespace = effectiveNamespace(originalId(resource));
    const list = result.get(namespace);
    if (list) list.push(resource);
    else result.set(namespace, [resource]);
  }
  return result;
}

interface RuleAt {
  readonly rule: NameReference;
  readonly spec: FieldSpec;
}

interface RulesOfKind {
  readonly rules: readonly RuleAt[];
  /** Those of them that reach anything in an object, in their order. */
  readonly reaching: (object: Node) => readonly number[];
}

/** The rules whose fields a kind may have, found once for each kind: nearly every root has the built-in ones. */
const indexRules = memoized((rules: readonly NameReference[]): ((referrer: Gvk) => RulesOfKind) => {
  const byType = new Map<string, RulesOfKind>();
  const all = rules.flatMap(rule => rule.fieldSpecs.map(spec => ({ rule, spec })));
  return referrer => {
    const type = `${referrer.group}/${referrer.version}/${referrer.kind}`;
    let found = byType.get(type);
    if (!found) {
      const own = all.filter(({ spec }) => selectsGvk(referrer, spec));
      byType.set(type, (found = { rules: own, reaching: specsReaching(own.map(({ spec }) => spec)) }));
    }
    return found;
  };
});

/** Objects of other namespaces are out of sight, but for cluster-scoped ones and the accounts that a binding names. */
function visibleFrom(referrer: Resource): (target: Resource) => boolean {
  const id = idOf(referrer);
  if (isClusterScopedKind(id)) return () => true;
  const namespace = effectiveNamespace(id);
  const bound = id.kind === 'RoleBinding' ? boundNamespaces(referrer) : NO_NAMESPACES;
  return target => {
    const other = idOf(target);
    return (
      isClusterScopedKind(other) || effectiveNamespace(other) === namespace || bound.has(namespaceOf(target))
    );
  };
}

const NO_NAMESPACES: ReadonlySet<string> = new Set();

/** Where the accounts are that a binding names. What is no map there, or has no text for a kind, ends kustomize itself. */
function boundNamespaces(binding: Resource): ReadonlySet<string> {
  const text = (node: Node) =>
    node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  const failure = (message: string, { origin: { by, start } }: Node) =>
    new BuildFailure('reference', `${describeId(idOf(binding))}: ${message}`, {
      file: by.file,
      offset: start,
    });
  const bound = new Set<string>();
  const subjects = binding.node.entries.get('subjects');
  for (const subject of subjects?.kind === 'list' ? subjects.items : []) {
    if (subject.kind !== 'map') throw failure('a subject is no map', subject);
    const [kind, namespace] = [subject.entries.get('kind'), subject.entries.get('namespace')];
    if (kind === undefined || namespace === undefined) continue;
    if (text(kind) === undefined) throw failure('the kind of a subject is no text', kind);
    if (text(kind) !== 'ServiceAccount') continue;
    const name = text(namespace);
    if (name === undefined) throw failure('the namespace of a subject is blank', namespace);
    bound.add(name);
  }
  return bound;
}

/** One rule at one referrer. */
class ReferenceFix {
  private readonly referrer: Resource;
  private readonly rule: NameReference;
  private readonly spec: FieldSpec;
  private readonly byName: ReadonlyMap<string, readonly Resource[]>;
  private readonly byNamespace: ReadonlyMap<string, readonly Resource[]>;
  private readonly visible: (target: Resource) => boolean;

  constructor(
    referrer: Resource,
    rule: NameReference,
    spec: FieldSpec,
    byName: ReadonlyMap<string, readonly Resource[]>,
    byNamespace: ReadonlyMap<string, readonly Resource[]>,
    visible: (target: Resource) => boolean,
  ) {
    this.referrer = referrer;
    this.rule = rule;
    this.spec = spec;
    this.byName = byName;
    this.byNamespace = byNamespace;
    this.visible = visible;
  }

  run(): void {
    const gvk = gvkOf(this.referrer);
    const spec = { path: this.spec.path, group: gvk.group, version: gvk.version, kind: gvk.kind };
    try {
      this.referrer.node = applyFieldSpec(this.referrer.node, spec, node => this.set(node), null);
    } catch (error) {
      if (!(error instanceof FieldSpecProblem)) throw error;
      throw new BuildFailure('reference', `${describeId(idOf(this.referrer))}: ${error.message}`, {
        file: this.referrer.source.file,
      });
    }
  }

  private set(node: Node): Node {
    if (isNull(node)) return node;
    if (node.kind === 'scalar') return this.scalar(node);
    if (node.kind === 'map') return this.map(node);
    const items = node.items.map(item => {
      if (item.kind === 'list') throw new FieldSpecProblem(`a list in the list at '${this.spec.path}'`);
      return item.kind === 'scalar' ? this.scalar(item) : this.map(item);
    });
    return items.some((item, i) => item !== node.items[i]) ? withItems(node, items) : node;
  }

  private scalar(node: Node & { kind: 'scalar' }): Node {
    const target = this.select(
      node.raw,
      () => true,
      list => new Set(list.map(nameOf)).size === 1,
    );
    if (!target || nameOf(target) === node.raw) return node;
    return scalarNode(nameOf(target), this.origin(node.origin, target), node);
  }

  private map(node: MapNode): Node {
    const name = node.entries.get('name');
    if (name === undefined) {
      throw new FieldSpecProblem(`path config error; no 'name' field at '${this.spec.path}'`);
    }
    const old = textOf(name) ?? '';
    const namespace = node.entries.get('namespace');
    const target = this.select(old, this.inNamespace(textOf(namespace)), list =>
      list.every(r => nameOf(r) === nameOf(list[0]!) && namespaceOf(r) === namespaceOf(list[0]!)),
    );
    if (!target) return node;
    const targetNamespace = namespaceOf(target);
    let result = node;
    if (nameOf(target) !== old) {
      result = withEntry(result, 'name', scalarNode(nameOf(target), this.origin(name.origin, target), name));
    }
    if (targetNamespace !== '' && textOf(namespace) !== targetNamespace) {
      const origin = this.origin((namespace ?? name).origin, target);
      result = withEntry(result, 'namespace', scalarNode(targetNamespace, origin, namespace ?? null));
    }
    return result;
  }

  /**
   * A namespace in the field restricts the candidates: to those that came from it, and where nothing did (not even the
   * referrer) to those that are in it.
   */
  private inNamespace(namespace: string | undefined): (r: Resource) => boolean {
    if (namespace === undefined) return () => true;
    const original = (r: Resource) => effectiveNamespace(originalId(r)) === namespace;
    const anyOriginal = this.byNamespace.get(namespace)?.some(r => this.visible(r)) ?? false;
    return anyOriginal ? original : r => effectiveNamespace(idOf(r)) === namespace;
  }

  private origin(origin: Origin, target: Resource): Origin {
    return writtenBy(origin, {
      type: 'reference',
      file: origin.by.file,
      doc: origin.by.doc,
      layer: target.source.layer,
      reason: `name of ${describeId(idOf(target))}`,
    });
  }

  private select(
    name: string,
    extra: (r: Resource) => boolean,
    identical: (list: readonly Resource[]) => boolean,
  ): Resource | null {
    let list = (this.byName.get(name) ?? []).filter(
      r =>
        this.visible(r) &&
        extra(r) &&
        previousIds(r).some(id => selectsGvk(id, this.rule)) &&
        this.fitsRoleRef(r) &&
        this.sameNamespace(r),
    );
    if (list.length === 1) return list[0]!;
    list = list.filter(r => this.sameContext(r, true));
    if (list.length > 1) list = list.filter(r => this.sameContext(r, false));
    if (list.length <= 1) return list[0] ?? null;
    if (identical(list)) return list[0]!;
    throw new BuildFailure(
      'reference',
      `found multiple possible referrals for ${name} in ${describeId(idOf(this.referrer))}: ${list.map(r => describeId(idOf(r))).join(', ')}`,
      { file: this.referrer.source.file },
    );
  }

  private fitsRoleRef(target: Resource): boolean {
    if (!this.spec.path.endsWith('roleRef/name')) return true;
    const roleRef = this.referrer.node.entries.get('roleRef');
    const group = textOf(entry(roleRef, 'apiGroup'));
    const kind = textOf(entry(roleRef, 'kind'));
    if (group === undefined || kind === undefined) return true;
    return previousIds(target).some(id => selectsGvk(id, { group, kind }));
  }

  private sameNamespace(target: Resource): boolean {
    const id = idOf(this.referrer);
    if (isClusterScopedKind(id)) return true;
    const other = idOf(target);
    if (isClusterScopedKind(other) || kindOf(target) === 'ServiceAccount') return true;
    return effectiveNamespace(id) === effectiveNamespace(other);
  }

  private sameContext(target: Resource, allowEmpty: boolean): boolean {
    return (
      sameEnding(target.prefixes, this.referrer.prefixes, allowEmpty) &&
      sameEnding(target.suffixes, this.referrer.suffixes, allowEmpty)
    );
  }
}

function sameEnding(a: readonly string[], b: readonly string[], allowEmpty: boolean): boolean {
  if (a.length === 0 || b.length === 0) return allowEmpty || a.length === b.length;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.every((text, i) => long[long.length - short.length + i] === text);
}
