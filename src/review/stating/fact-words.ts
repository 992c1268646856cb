/** Facts of images in the words of a prompt: what an answer means, and how it is typed. */

interface FactWords {
  readonly says: string;
  readonly kind: 'value' | 'text' | 'list';
}

const PROBE: FactWords = {
  says: 'how it is asked, as {httpGet: {path: /healthz, port: 8080}}',
  kind: 'value',
};

/** By their keys in the configuration. */
export const FACTS: Readonly<Record<string, FactWords>> = {
  official: { says: 'whether it is the public image that it has the name of: true or false', kind: 'value' },
  tag: { says: 'the tag that is wanted of it', kind: 'text' },
  user: { says: 'the numeric user id that it runs as', kind: 'value' },
  group: { says: 'the numeric group id that it runs as', kind: 'value' },
  writes: { says: 'paths that it writes to, as /tmp, /var/cache; [] for none', kind: 'list' },
  capabilities: { says: 'capabilities that it needs, as NET_BIND_SERVICE; [] for none', kind: 'list' },
  ports: { says: 'ports that it listens on, as 8080, 9090', kind: 'list' },
  'probes.liveness': PROBE,
  'probes.readiness': PROBE,
  'probes.startup': PROBE,
  shell: { says: 'whether it has a shell: true or false', kind: 'value' },
  apiToken: { says: 'whether it talks to the Kubernetes API: true or false', kind: 'value' },
  seccomp: { says: 'the seccomp profile that it runs under: RuntimeDefault or Unconfined', kind: 'text' },
  resources: { says: 'what it needs, as {requests: {cpu: 100m}, limits: {memory: 1Gi}}', kind: 'value' },
};
