/** Other people's clusters with network policies, and the connections that another program says they let through. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapOf, mapsIn, textsOf } from '../../src/network/data.ts';
import { type Cluster, type End, isAllowed, type Pod } from '../../src/network/simulator.ts';
import type { JsonObject, Protocol } from '../../src/transform.ts';
import { SHARED } from '../kustomize/corpus.ts';
import { objectsIn } from './folder.ts';

const ORACLE = join(SHARED, 'oracles/network-policy-connectivity');
const END = '_connlist_output.txt';

/** What is no NetworkPolicy and decides as well, or another network than the one that NetworkPolicies are for. */
const BEYOND: Readonly<Record<string, string>> = {
  AdminNetworkPolicy: 'has priorities, and may deny',
  BaselineAdminNetworkPolicy: 'stands in for absent policies',
  UserDefinedNetwork: 'is a network of its own',
  ClusterUserDefinedNetwork: 'is a network of its own',
  NetworkAttachmentDefinition: 'is a second network',
};

const MACHINES = 'virtual machines: their pods are made by an operator';
const NO_MANIFESTS = 'lists of other questions about a set: they have no manifests of their own';

interface Set {
  readonly name: string;
  readonly objects: readonly JsonObject[];
  readonly expected: string;
}

function readSets(): { readonly inside: Set[]; readonly outside: Record<string, string[]> } {
  const inside: Set[] = [];
  const outside: Record<string, string[]> = {};
  const leave = (why: string, name: string) => (outside[why] ??= []).push(name);
  for (const file of readdirSync(join(ORACLE, 'expected')).sort()) {
    const name = file.slice(0, -END.length);
    const folder = join(ORACLE, 'tests', name);
    if (!existsSync(folder)) {
      leave(NO_MANIFESTS, name);
      continue;
    }
    const objects = objectsIn(folder);
    const beyond = Object.keys(BEYOND).find(kind => objects.some(each => each.kind === kind));
    const machine = objects.some(each => String(each.kind).startsWith('VirtualMachine'));
    if (beyond !== undefined) leave(beyond, name);
    else if (machine) leave(MACHINES, name);
    else inside.push({ name, objects, expected: readFileSync(join(ORACLE, 'expected', file), 'utf8') });
  }
  return { inside, outside };
}

const TEMPLATES = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController'];

/** By the name that the expected list has for it. */
function podsIn(objects: readonly JsonObject[]): Map<string, Pod> {
  const pods = new Map<string, Pod>();
  for (const object of objects) {
    const [kind, metadata] = [String(object.kind), mapOf(object.metadata)];
    const isPod = kind === 'Pod';
    const job = kind === 'CronJob' ? mapOf(mapOf(object.spec).jobTemplate) : object;
    const template = isPod ? object : mapOf(mapOf(job.spec).template);
    if (!isPod && kind !== 'CronJob' && !TEMPLATES.includes(kind)) continue;
    const namespace = String(metadata.namespace ?? 'default');
    const owners = isPod ? mapsIn(metadata.ownerReferences) : [];
    // Mirrors of what the kubelet runs by itself are pods of their own.
    const [owner = {}] = owners.filter(each => each.kind !== 'Node');
    pods.set(`${namespace}/${String(owner.name ?? metadata.name)}[${String(owner.kind ?? kind)}]`, {
      namespace,
      labels: textsOf(mapOf(template.metadata).labels),
      ports: mapsIn(mapOf(template.spec).containers).flatMap(container =>
        mapsIn(container.ports).map(({ name, containerPort, protocol = 'TCP' }) => ({
          name: String(name),
          port: Number(containerPort),
          protocol: protocol as Protocol,
        })),
      ),
    });
  }
  return pods;
}

function clusterOf(objects: readonly JsonObject[]): Cluster {
  return {
    namespaces: new Map(
      objects
        .filter(each => each.kind === 'Namespace')
        .map(({ metadata }) => [String(mapOf(metadata).name), textsOf(mapOf(metadata).labels)]),
    ),
    policies: objects
      .filter(each => each.kind === 'NetworkPolicy')
      .map(({ metadata, spec }) => ({
        namespace: String(mapOf(metadata).namespace ?? 'default'),
        spec: mapOf(spec),
      })),
  };
}

type Ranges = Readonly<Partial<Record<Protocol, readonly (readonly [number, number])[]>>>;
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const EVERYTHING: Ranges = { TCP: [[1, 65535]], UDP: [[1, 65535]], SCTP: [[1, 65535]] };

/** `SCTP 1-65535,TCP 80,443` */
function rangesOf(text: string): Ranges {
  if (text === 'All Connections') return EVERYTHING;
  const ranges: Partial<Record<Protocol, [number, number][]>> = {};
  let protocol: Protocol = 'TCP';
  for (const part of text.split(',')) {
    const [, named, range] = /^(?:([A-Z]+) )?([\d-]+)$/.exec(part)!;
    if (named !== undefined) protocol = named as Protocol;
    const [first, last = first] = range!.split('-').map(Number);
    (ranges[protocol] ??= []).push([first!, last!]);
  }
  return ranges;
}

function has(ranges: Ranges | undefined, protocol: Protocol, port: number): boolean {
  return (ranges?.[protocol] ?? []).some(([first, last]) => port >= first && port <= last);
}

/** Ports where an answer can change: those of the policies and of the expected list, and the ones beside them. */
function portsIn(texts: readonly string[]): number[] {
  const numbers = texts.flatMap(text => [...text.matchAll(/\b\d{1,5}\b/g)].map(([number]) => Number(number)));
  const near = [1, 65535, ...numbers].flatMap(each => [each - 1, each, each + 1]);
  return [...new Set(near)].filter(each => each >= 1 && each <= 65535);
}

const toNumber = (address: string) =>
  address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
const toAddress = (value: number) => [24, 16, 8, 0].map(shift => (value >>> shift) & 255).join('.');

/** Addresses where an answer can change: the ends of all blocks, and the ones beside them. */
function addressesIn(text: string): number[] {
  const ends = [...text.matchAll(/(\d+\.\d+\.\d+\.\d+)\/(\d+)/g)].flatMap(([, base, length]) => {
    const size = 2 ** (32 - Number(length));
    const first = Math.floor(toNumber(base!) / size) * size;
    return [first - 1, first, first + size - 1, first + size];
  });
  return [...new Set([0, 2 ** 32 - 1, ...ends])].filter(each => each >= 0 && each < 2 ** 32);
}

const EXTERNAL = /^(\d[\d.]*)(?:-([\d.]+))?\[External\]$/;

function differences({ objects, expected }: Set): string[] {
  const pods = podsIn(objects);
  const cluster = clusterOf(objects);
  const policies = JSON.stringify(cluster.policies);
  const lines = expected
    .split('\n')
    .map(line => /^(.+) => (.+) : (.+)$/.exec(line))
    // What an Ingress leads in depends on more than policies.
    .filter(line => line !== null && !line[1]!.startsWith('{ingress-controller}'))
    .map(line => ({ from: line![1]!, to: line![2]!, ranges: rangesOf(line![3]!) }));
  const said = new Map(lines.map(({ from, to, ranges }) => [`${from} => ${to}`, ranges]));
  const blocks = lines.flatMap(({ from, to, ranges }) =>
    [
      { range: EXTERNAL.exec(from), pod: to, isIn: true },
      { range: EXTERNAL.exec(to), pod: from, isIn: false },
    ].flatMap(({ range, pod, isIn }) =>
      range === null
        ? []
        : [{ pod, isIn, ranges, first: toNumber(range[1]!), last: toNumber(range[2] ?? range[1]!) }],
    ),
  );
  const ports = portsIn([
    policies.replaceAll(/\d+\.\d+\.\d+\.\d+\/\d+/g, ''),
    ...lines.map(each => JSON.stringify(each.ranges)),
  ]);
  for (const pod of pods.values()) ports.push(...pod.ports.map(({ port }) => port).filter(Number.isInteger));
  const found: string[] = [];
  const check = (name: string, from: End, to: End, ranges: Ranges | undefined) => {
    for (const protocol of PROTOCOLS) {
      for (const port of ports) {
        const is = isAllowed({ from, to, port, protocol }, cluster);
        if (is !== has(ranges, protocol, port)) found.push(`${name} ${protocol} ${port}: ${is}`);
      }
    }
  };
  for (const [one, from] of pods) {
    for (const [other, to] of pods)
      if (one !== other) check(`${one} => ${other}`, from, to, said.get(`${one} => ${other}`));
    for (const value of addressesIn(policies)) {
      const address = toAddress(value);
      const rangesFor = (isIn: boolean) =>
        blocks.find(
          each => each.pod === one && each.isIn === isIn && each.first <= value && value <= each.last,
        )?.ranges;
      check(`${address} => ${one}`, { address }, from, rangesFor(true));
      check(`${one} => ${address}`, from, { address }, rangesFor(false));
    }
  }
  const unknown = lines.flatMap(({ from, to }) =>
    [from, to].filter(each => !EXTERNAL.test(each) && !pods.has(each)),
  );
  return [...new Set(unknown.map(each => `unknown: ${each}`)), ...found];
}

if (!existsSync(ORACLE)) test.skip('../shared/oracles is absent', () => {});
else {
  const { inside, outside } = readSets();

  test('what is in scope, and what is not', () => {
    const counts = Object.entries(outside).map(([why, names]) => [why, names.length]);
    expect({ inside: inside.length, ...Object.fromEntries(counts) }).toEqual({
      inside: 47,
      AdminNetworkPolicy: 41,
      BaselineAdminNetworkPolicy: 15,
      UserDefinedNetwork: 15,
      NetworkAttachmentDefinition: 10,
      ClusterUserDefinedNetwork: 4,
      [MACHINES]: 1,
      [NO_MANIFESTS]: 6,
    });
  });

  test.each(inside.map(set => [set.name, set] as const))('%s', (_, set) => {
    const found = differences(set);
    expect(found.slice(0, 10)).toEqual([]);
  });
}
