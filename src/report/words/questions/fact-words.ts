/** Facts of images in the words of a prompt: what an answer means, and how it is typed. */

interface FactWords {
  readonly says: string;
  readonly kind: 'value' | 'text' | 'list';
  /** The question whose answer it is, about one image or several. */
  readonly asks: string;
}

const probe = (what: string): FactWords => ({
  says: 'how it is asked, as {httpGet: {path: /healthz, port: 8080}}',
  kind: 'value',
  asks: `which path or command shows that it ${what}?`,
});

/** By their keys in the configuration. */
export const FACTS: Readonly<Record<string, FactWords>> = {
  official: {
    says: 'whether it is the public image that it has the name of: true or false',
    kind: 'value',
    asks: 'is it the public image that it has the name of?',
  },
  tag: { says: 'the tag that is wanted of it', kind: 'text', asks: 'which tag is wanted of it?' },
  user: { says: 'the numeric user id that it runs as', kind: 'value', asks: 'which user does it run as?' },
  group: { says: 'the numeric group id that it runs as', kind: 'value', asks: 'which group does it run as?' },
  writes: {
    says: 'paths that it writes to, as /tmp, /var/cache; [] for none',
    kind: 'list',
    asks: 'which paths does it write to, apart from its volumes?',
  },
  capabilities: {
    says: 'capabilities that it needs, as NET_BIND_SERVICE; [] for none',
    kind: 'list',
    asks: 'which capabilities does it need?',
  },
  ports: {
    says: 'ports that it listens on, as 8080, 9090',
    kind: 'list',
    asks: 'which ports does it listen on?',
  },
  'probes.liveness': probe('is alive'),
  'probes.readiness': probe('is ready'),
  'probes.startup': probe('has started'),
  shell: { says: 'whether it has a shell: true or false', kind: 'value', asks: 'has it a shell?' },
  apiToken: {
    says: 'whether it talks to the Kubernetes API: true or false',
    kind: 'value',
    asks: 'does it talk to the Kubernetes API?',
  },
  seccomp: {
    says: 'the seccomp profile that it runs under: RuntimeDefault or Unconfined',
    kind: 'text',
    asks: 'which seccomp profile does it run under?',
  },
  resources: {
    says: 'what it needs, as {requests: {cpu: 100m}, limits: {memory: 1Gi}}',
    kind: 'value',
    asks: 'how much does it need?',
  },
};
