/** What KEDA asks by itself: it scales workloads by what servers say that waits, and by nothing once they do not answer. */

import { apiGroupOf } from '../kubernetes/kinds.ts';
import type { Edge, Json, Resource, Root } from '../transform.ts';
import { addressesIn } from './addresses.ts';
import { callsIn } from './between.ts';
import { mapOf, mapsIn } from './data.ts';
import { namedIn } from './services.ts';
import { entriesOf, type Told, toldTo } from './texts.ts';

const KEDA = 'keda.sh';
/** `hostFromEnv`: the name of a variable of what is scaled. */
const FROM_VARIABLE = /FromEnv$/;
/** Of parameters of triggers: queries and schedules have words with numbers behind them, too. */
const SAYS_SERVER = /host|addr|server|ur[il]|endpoint|broker|connection|nodes/i;
/** Names of Services begin with a letter. */
const SERVICE = /^(?!localhost$)[a-z]/;

type Text = Pick<Told, 'text' | 'key' | 'at' | 'portBeside'>;

/** @param namespace of the servers */
export function* askedByScalers(namespace: string | undefined, root: Root): Generator<Edge> {
  const { platform } = root;
  const scalers = ['ScaledObject', 'ScaledJob'].flatMap(kind => platform.anywhere(kind));
  for (const scaler of scalers.filter(each => apiGroupOf(each.apiVersion) === KEDA)) {
    const own = platform.namespaceOf(scaler);
    for (const { service, to, port, protocol, told } of callsIn(textsOf(scaler, root), own, root)) {
      if (platform.namespaceOf(service) !== namespace) continue;
      yield {
        from: { type: 'autoscaler', object: scaler },
        to,
        port,
        protocol,
        evidence: {
          kind: 'manifest',
          at: told.at,
          says: `${scaler.kind} ${scaler.name} goes by what Service ${service.name} says`,
        },
      };
    }
  }
}

/** What a scaler of KEDA is told of a server by a name without a namespace, whoever renders that one. */
export function bareHostsOf(scaler: Resource, root: Root): readonly (Text & { readonly host: string })[] {
  if (apiGroupOf(scaler.apiVersion) !== KEDA) return [];
  const told = textsOf(scaler, root).filter(({ key }) => SAYS_SERVER.test(key ?? ''));
  return told.flatMap(each =>
    addressesIn(each.text, each.key, (name, namespace) => namespace === undefined && SERVICE.test(name))
      // A word alone may be the name of a queue.
      .filter(({ port, scheme }) => port !== undefined || scheme !== undefined)
      .map(({ name }) => ({ ...each, host: name })),
  );
}

/** What its triggers say, and what the Secrets and variables that they name do. */
function textsOf(scaler: Resource, root: Root): Text[] {
  return mapsIn(scaler.get(['spec', 'triggers'])).flatMap(trigger => {
    const said = Object.entries(mapOf(trigger.metadata)).map(([key, value]) => ({
      key,
      text: String(value),
    }));
    const variables = new Set(said.flatMap(({ key, text }) => (FROM_VARIABLE.test(key) ? [text] : [])));
    return [
      ...said
        .filter(({ key }) => !FROM_VARIABLE.test(key))
        .map(each => ({ ...each, at: scaler.where(['spec', 'triggers']), portBeside: undefined })),
      ...(variables.size === 0
        ? []
        : toldToScaled(scaler, root).filter(({ key }) => variables.has(key ?? ''))),
      ...authenticated(scaler, trigger.authenticationRef, root),
    ];
  });
}

function toldToScaled(scaler: Resource, root: Root): Told[] {
  const { name } = mapOf(scaler.get(['spec', 'scaleTargetRef']));
  const scaled = root.platform.workloadsIn(root.platform.namespaceOf(scaler));
  return scaled.filter(each => each.name === name).flatMap(each => toldTo(each, root));
}

function authenticated(scaler: Resource, reference: Json | undefined, root: Root): Text[] {
  const { name, kind = 'TriggerAuthentication' } = mapOf(reference);
  const own = root.platform.namespaceOf(scaler);
  const found = root.platform
    .anywhere(String(kind))
    .find(
      each =>
        each.name === name &&
        (kind === 'ClusterTriggerAuthentication' || root.platform.namespaceOf(each) === own),
    );
  return mapsIn(found?.get(['spec', 'secretTargetRef'])).flatMap(target => {
    const secret = namedIn('Secret', own, root).get(String(target.name));
    const entries = secret === undefined ? [] : entriesOf(secret);
    return entries
      .filter(({ key }) => key === target.key)
      .map(({ text, at }) => ({ key: String(target.parameter), text, at, portBeside: undefined }));
  });
}
