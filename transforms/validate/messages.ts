/** What a finding says, in a sentence and in short, and what is worse than the others. */

import type { Severity } from '../../src/transform.ts';
import type { BoundMessage } from './bounds.ts';
import type { CertificateNameMessage } from './certificate-names.ts';
import type { DoublePortMessage } from './double-ports.ts';
import type { HookMessage } from './gitops/hooks.ts';
import type { TwiceMessage } from './gitops/twice.ts';
import type { BeatMessage } from './in-vain/beats.ts';
import type { AccountMessage } from './in-vain/idle-accounts.ts';
import type { ImagePolicyMessage } from './in-vain/image-policies.ts';
import type { IngressMessage } from './in-vain/ingresses.ts';
import type { ScaledMessage } from './in-vain/scaled.ts';
import type { ScalerHostMessage } from './in-vain/scaler-hosts.ts';
import type { UnitMessage } from './in-vain/units.ts';
import type { UnreadMessage } from './in-vain/unread.ts';
import type { MonitorMessage } from './monitors.ts';
import type { ImageMessage } from './old-images.ts';
import type { PodMessage } from './pods.ts';
import type { PortMessage } from './ports.ts';
import type { ReferenceMessage } from './references.ts';
import type { CertificateMessage } from './refused/certificates.ts';
import type { ClaimMessage } from './refused/claims.ts';
import type { EmptyMessage } from './refused/empty-values.ts';
import type { EncodingMessage } from './refused/encodings.ts';
import type { MisspeltMessage } from './refused/misspelt.ts';
import type { RefusalMessage } from './refused/refused-pods.ts';
import type { ServicePortMessage } from './refused/service-ports.ts';
import type { SubjectMessage } from './refused/subjects.ts';
import type { UnionMessage } from './refused/unions.ts';
import type { ValueMessage } from './refused/values.ts';
import type { VersionMessage } from './refused/versions.ts';
import type { RolloutMessage } from './rollouts.ts';
import type { SelectorMessage } from './selectors.ts';
import type { AddressMessage } from './stale/addresses.ts';
import type { HostMessage } from './stale/hosts.ts';
import type { BuildMessage } from './stale/other-builds.ts';
import type { IdentityMessage } from './stand-in-identities.ts';
import type { StandInMessage } from './stand-ins.ts';
import type { TargetMessage } from './targets.ts';
import type { UnpushedMessage } from './unpushed-images.ts';

export type Message =
  | BeatMessage
  | CertificateMessage
  | CertificateNameMessage
  | AccountMessage
  | IngressMessage
  | ImagePolicyMessage
  | ScalerHostMessage
  | ScaledMessage
  | UnitMessage
  | UnreadMessage
  | RolloutMessage
  | PodMessage
  | ReferenceMessage
  | SelectorMessage
  | TargetMessage
  | AddressMessage
  | HostMessage
  | HookMessage
  | TwiceMessage
  | BuildMessage
  | UnpushedMessage
  | ClaimMessage
  | PortMessage
  | DoublePortMessage
  | 'frozen-selector'
  | BoundMessage
  | MonitorMessage
  | ImageMessage
  | RefusalMessage
  | UnionMessage
  | ServicePortMessage
  | MisspeltMessage
  | ValueMessage
  | EmptyMessage
  | VersionMessage
  | StandInMessage
  | IdentityMessage
  | SubjectMessage
  | EncodingMessage
  | 'renamed'
  | 'renamed-reference'
  | 'renamed-in-image'
  | 'stand-in-value'
  | 'no-such-service-port'
  | 'taken-service'
  | 'former-namespace'
  | 'idle-patch'
  | 'restating-patch'
  | 'idle-image'
  | 'renamed-image'
  | 'ignored-document';

export const SEVERITIES = {
  'refused-pods': 'critical',
  'template-label': 'high',
  'template-differs': 'high',
  'no-image': 'high',
  'no-name': 'high',
  'missing-volume': 'high',
  'bad-claim': 'high',
  bounds: 'high',
  exclusive: 'high',
  'equal-ports': 'high',
  'no-probe-port': 'high',
  'double-port-name': 'high',
  'nameless-ports': 'high',
  'host-of-production': 'high',
  'early-hook': 'high',
  'other-certificate': 'high',
  'tags-without-order': 'high',
  'scaler-host': 'high',
  'renamed-in-image': 'high',
  'stand-in-value': 'high',
  'no-such-service-port': 'high',
  'stand-in': 'high',
  'stand-in-identity': 'high',
  'no-namespace': 'high',
  'no-base64': 'high',
  'bad-value': 'high',
  'empty-value': 'high',
  'empty-class': 'high',
} as const satisfies Partial<Record<Message, Severity>>;

export const MESSAGES = {
  missing:
    '{workload} needs {names}{near}, which nobody renders: unless it is made by other means, its pods will not start',
  'made-outside':
    '{workload} needs {names}, which nobody renders: {places} makes or expects it before the manifests are applied',
  'missing-key': '{workload} needs {keys} of {object}, which does not have it: its pods will not start',
  renamed:
    '{label} of {resource} still says {from}, but {kind} {from} is rendered as {to}: kustomize does not look for names there',
  'no-pod': '{resource} selects {selector}, which no pod has',
  'template-label':
    '{workload} selects {label} and its own pods do not have it: the API server refuses it. The label is added',
  'template-differs': '{workload} selects {label} and its own pods have {now}: the API server refuses it',
  'duplicate-env': '{subject} sets {name} more than once, and the last one counts. The first is dropped',
  'duplicate-env-read': '{subject} sets {name} more than once',
  wildcard:
    '{workload} has a container named *: a merge patch knows no wildcards, so this one was added instead of changing the others',
  'no-image': '{workload} has a container {container} without an image: the API server refuses it',
  'no-name': '{workload} has {containers} without a name: the API server refuses it',
  'early-variable':
    '{subject} uses $({used}) in {user}, before {used} is set: Kubernetes leaves the text as it is',
  'idle-image':
    'the entry {name} of images in {file} changes nothing: no image there is called so, and {near} keeps what the base says',
  'renamed-reference':
    '{label} of {resource} still says {from}, but {kind} {from} is rendered as {to}. It says that',
  'no-such-service-port':
    '{workload} asks {service} at port {port} ({label}), and it has {ports} alone: nobody answers',
  'stand-in-value': '{resource} still says {word} in {label}, and {environment} applies it',
  'renamed-in-image':
    '{file} in the image of {workload} asks {from}, and here that Service is called {to}: nobody answers',
  'former-namespace':
    '{label} of {resource} still says {from}, but a layer has put it into {to}. It says that',
  'taken-service':
    '{resource} makes a Service of its name, which Cluster {cluster} has for itself: its endpoints vanish',
  'renamed-image':
    'the entry {name} of images in {file} changes nothing: an entry below it has renamed that image, and {near} keeps what that says',
  'idle-patch': 'the patch of {target} in {file} changes nothing: {why}',
  'restating-patch':
    'the patch of {target} in {file} changes nothing: merged into {lists}, it leaves what it does not list',
  'other-environment': '{resource} names {address}, in a namespace of {environment}: {here} talks to it',
  'early-hook':
    '{workload} is a PreSync hook, and {names} {come} with the sync behind it: the first sync waits for {them} in vain',
  'other-certificate':
    '{resource} shows {hosts} the certificate {certificate}, which is for {names}: browsers refuse it',
  'applied-twice': '{resource} applies {folder} as {first} does: each object has two owners',
  'host-of-production':
    '{resource} is reached as {host}, which is of production, and others of {here} as {own}',
  'other-build': '{subject} runs {image}, a build of {environment}, in production{until}',
  'unpushed-image': '{subject} runs {image}, built here ({dockerfile}), and Docker Hub is asked for it',
  'missing-volume': '{subject} mounts {names}, and the pod has no such volume: the API server refuses it',
  'no-target': '{resource} is about {target}, which nobody renders',
  'target-version':
    '{resource} scales {target} of {now}, and what is rendered is of {version}. It takes that version',
  'target-unversioned':
    '{resource} scales {target} and names no version of it: it finds none. It names {version}',
  'misspelt-version':
    '{resource} has no apiVersion, and the API server refuses it: {field} stands in its place. It is called apiVersion',
  'no-port': '{resource} is about {target}, which the Service does not have',
  'no-target-port':
    '{resource} sends to {ports}, which no container of its pods declares: there it reaches nobody',
  'no-policy-port':
    '{resource} lets in port {ports}, which no container of its pods declares: nobody is let in by it',
  'no-probe-port':
    '{subject} is asked at port {ports} by its {probes}, and declares no port of that name: the kubelet takes each for failed',
  'double-port':
    '{subject} declares port {port} twice: server-side apply refuses it, and a patch of the container drops one of them',
  'lost-port': '{subject} declares port {port} as {names}: merging a patch, kustomize keeps {kept} alone',
  'double-port-name': '{subject} has several ports called {names}: the API server refuses it',
  'held-volume':
    '{workload} starts a new pod beside the old one, and claim {claims} is {mode}: {waits}{change}',
  'frozen-selector':
    '{workload} selects its pods by {label}, which the next release changes: the API server refuses another selector',
  'bad-claim': '{resource} says no {fields}: the API server refuses it',
  'no-role': '{resource} grants {target}, which nobody renders: it grants nothing',
  'refused-pods': 'namespace {namespace} refuses the pods of {workload}, which are not {level}: {reason}',
  bounds: '{resource} allows {most} pods at most and {least} at least: {who} refuses it',
  'idle-bounds':
    '{resource} keeps {idle} pods while it is idle, which has to be less than its {least} at least: KEDA refuses it',
  'quota-limits':
    '{resource} counts {keys}: of such resources a quota knows requests alone, so this counts nothing',
  'monitor-namespace':
    '{resource} looks into namespace {from}, where nothing is rendered: what it selects is in {to}',
  'old-image':
    '{subject} takes the latest {image} and keeps the copy that its node has: nodes may run different ones',
  exclusive: '{subject} says {fields} of {what}: the API server takes one of them and refuses both',
  'equal-ports': '{resource} has {ports} twice: the API server refuses it',
  'nameless-ports': '{resource} has several ports, and {ports} without a name: the API server refuses it',
  misspelt:
    '{resource} has {field}, which Kubernetes does not know: is {near} meant? A strict API server refuses it, any other drops it',
  misplaced:
    '{resource} has {field}, which Kubernetes does not know there: it is {where}; a strict API server refuses it, any other drops it',
  'misplaced-copy':
    '{resource} has {field}, which Kubernetes does not know there, beside {where} with the same value. It is dropped, as the API does',
  'empty-value': '{resource} says nothing for {field}: the API server refuses it',
  'empty-class': '{resource} says nothing for {field}, and the API server refuses it. It is left out',
  'bad-value': '{resource} says {value} for {field}: the API server takes {values}, and refuses it',
  'scaled-replicas': '{workload} says {replicas}, and {scaler} scales it: {when} sets that back',
  'synced-replicas':
    '{workload} says {replicas}, and {scaler} scales it: without RespectIgnoreDifferences=true a sync writes what the diff ignores',
  'two-beats':
    '{workload} runs the scheduler of Celery and {when}: while there are two, each periodic task is sent twice',
  'no-certificate': '{resource} has text in {fields} that is no PEM: the router refuses the Route',
  'unknown-annotation': '{resource} has {annotation}, which {controller} does not read{near}: {does} nothing',
  'tags-without-order':
    '{resource} sorts hashes of commits in {order} order: what it deploys is the newest by chance alone',
  'scaler-host':
    '{resource} has KEDA ask {host}, a name that means nothing in the namespace which KEDA asks from',
  'issuer-without-tls': '{resource} has {annotation} and no tls: cert-manager makes no certificate for it',
  'idle-account': '{workload} runs as the account default, and ServiceAccount {account} is used by nothing',
  'unread-variable':
    '{subject} sets {variable}, which its image does not read since {since}: there it is {instead}',
  'wrong-unit':
    '{subject} has {side} of {amount} of {unit}, {times}: no usual node has that. Is another unit meant?',
  'stand-in':
    '{resource} has a text to be replaced in {keys}, and {environment} applies it: what was put there by hand is lost with each apply',
  'stand-in-identity':
    '{resource} has {word} for an account in {annotation}: its pods get no rights of the cloud',
  'no-namespace':
    '{resource} names ServiceAccount {account} without its namespace: the API server refuses it',
  'no-base64': '{resource} has text in {keys} of data that is no base64: the API server refuses it',
  'ignored-document':
    'kustomize reads only the first document of {file}: what stands after it is never deployed',
} satisfies Record<Message, string>;

export const BRIEFS = {
  missing: 'needs {names}, not rendered',
  'made-outside': 'needs {names}, made outside',
  'missing-key': 'needs {keys} of {object}',
  renamed: 'stale name {from} in {label}',
  'no-pod': 'selects no pod',
  'template-label': 'pods lack selected {label}',
  'template-differs': 'pods differ in selected {label}',
  'duplicate-env': '{name} set twice',
  'duplicate-env-read': '{name} set twice',
  wildcard: 'container named *',
  'no-image': 'container {container} without image',
  'no-name': '{containers} without name',
  'early-variable': '$({used}) used before it is set',
  'idle-image': 'idle images entry {name}',
  'renamed-reference': 'stale name {from} in {label}',
  'no-such-service-port': 'no port {port} at {service}',
  'stand-in-value': '{word} in {label}',
  'renamed-in-image': 'stale name {from} in {file}',
  'former-namespace': 'stale namespace {from} in {label}',
  'taken-service': 'takes the Service of its Cluster',
  'renamed-image': 'images entry {name}, renamed below',
  'idle-patch': 'patch of {target} changes nothing',
  'restating-patch': 'patch of {target} takes nothing out',
  'other-environment': 'talks to {environment}',
  'early-hook': 'hook before {names}',
  'other-certificate': 'certificate {certificate} for others',
  'applied-twice': 'applies {folder} as {first} does',
  'host-of-production': 'takes {host}',
  'other-build': 'runs a build of {environment}',
  'unpushed-image': 'image without its registry',
  'missing-volume': 'mounts {names}, no such volume',
  'no-target': '{target} not rendered',
  'target-version': 'stale version of {target}',
  'target-unversioned': 'no version of {target}',
  'misspelt-version': '{field} for apiVersion',
  'no-port': 'no {target}',
  'no-target-port': 'no port {ports} in its pods',
  'no-policy-port': 'no port {ports} in its pods',
  'no-probe-port': 'no port {ports} to be asked at',
  'double-port': 'port {port} twice',
  'lost-port': 'port {port} as {names}',
  'double-port-name': 'two ports {names}',
  'held-volume': 'rolls on a {mode} claim',
  'frozen-selector': 'selects by {label}',
  'bad-claim': 'no {fields}',
  'no-role': '{target} not rendered',
  'refused-pods': 'not {level}, refused',
  bounds: 'maximum {most} below minimum {least}',
  'idle-bounds': 'idle {idle}, at least {least}',
  'quota-limits': 'counts {keys}',
  'monitor-namespace': 'looks into {from}',
  'old-image': 'latest is never pulled again',
  exclusive: '{fields} at a time',
  'equal-ports': '{ports} twice',
  'nameless-ports': 'ports without names',
  misspelt: 'no field {field}',
  misplaced: 'no field {field}, it is {where}',
  'misplaced-copy': 'no field {field}, and {where} says it',
  'empty-value': 'empty {field}',
  'empty-class': 'empty {field}',
  'bad-value': '{value} for {field}',
  'scaled-replicas': 'replicas beside {scaler}',
  'synced-replicas': 'replicas beside {scaler}, ignored in the diff',
  'two-beats': 'two schedulers at a time',
  'no-certificate': 'no PEM in {fields}',
  'unknown-annotation': 'no annotation {annotation}',
  'tags-without-order': 'hashes in {order} order',
  'scaler-host': 'KEDA does not find {host}',
  'issuer-without-tls': 'issuer without tls',
  'idle-account': 'account {account} unused',
  'unread-variable': '{variable} is not read',
  'wrong-unit': '{amount} of {unit}',
  'stand-in': 'stand-in for {keys}',
  'stand-in-identity': 'stand-in {word} for an account',
  'no-namespace': '{account} without a namespace',
  'no-base64': 'no base64 in {keys}',
  'ignored-document': 'ignored document',
} satisfies Record<Message, string>;
