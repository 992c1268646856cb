/** Pods of rendered objects, as the tests of the example read them. */

type Amounts = Readonly<Record<string, string>>;
type Handler = { readonly port?: string | number; readonly path?: string };
type Probe = { readonly httpGet?: Handler; readonly tcpSocket?: Handler; readonly grpc?: Handler };

export interface Security {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly seccompProfile?: { readonly type: string };
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

export interface Spec {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly securityContext?: Security;
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly hostPort?: number;
  }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export interface PodSpec {
  readonly containers: readonly Spec[];
  readonly initContainers?: readonly Spec[];
  readonly securityContext?: Security & { readonly sysctls?: readonly { readonly name: string }[] };
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
}

export type Manifest = {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: rendered objects of any kind
  readonly spec?: any;
};

export interface Pod {
  /** `Deployment/api` */
  readonly owner: string;
  readonly spec: PodSpec;
  readonly containers: readonly Spec[];
}

export function podsOf(objects: readonly Manifest[]): readonly Pod[] {
  return objects.flatMap(({ kind, metadata, spec }) => {
    const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
    const pod: PodSpec | undefined = kind === 'Pod' ? spec : template?.spec;
    if (pod?.containers === undefined) return [];
    const containers = [...(pod.initContainers ?? []), ...pod.containers];
    return [{ owner: `${kind}/${metadata.name}`, spec: pod, containers }];
  });
}
