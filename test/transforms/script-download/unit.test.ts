import { downloadsIn } from '../../../transforms/script-download/commands.ts';
import { type Known, stepsInstead } from '../../../transforms/script-download/instead.ts';

const URL = 'https://get.example.com/install.sh';
const SUM = 'a'.repeat(64);
const KNOWN = { checksums: { [URL]: SUM }, versions: { helm: 'v3.19.0', kustomize: '5.8.2' } };

test.each([
  [`curl -fsSL ${URL} | bash`, 'bash', ''],
  [`curl ${URL} | sh -s -- --yes`, 'sh', '--yes'],
  [`curl -sSL '${URL}' | sudo -E bash -`, 'sudo -E bash', ''],
  [`wget -qO- ${URL} | sudo sh -s -- --labels a`, 'sudo sh', '--labels a'],
  [`curl -sfL ${URL} | CHANNEL=stable sh -`, 'CHANNEL=stable sh', ''],
  [`curl -sfL ${URL} \\\n  | sh`, 'sh', ''],
  [`bash <(curl -fsSL ${URL})`, 'bash', ''],
  [`/bin/bash -c "$(curl -fsSL ${URL})"`, '/bin/bash', ''],
  [`kubectl apply -n shop -f ${URL}`, 'kubectl apply -n shop', ''],
])('%j runs what it gets', (text, runner, args) => {
  expect(downloadsIn(text)).toMatchObject([
    { url: URL, runner, args, isPlain: true, start: 0, end: text.length },
  ]);
});

test.each([
  `curl -fsSLO ${URL}`,
  `curl -fsSL ${URL} | tar -xz`,
  `curl -fsSL ${URL} -o install.sh && sha256sum -c sums && bash install.sh`,
  `# curl -fsSL ${URL} | bash`,
  `curl -s ${URL} | jq . | shuf`,
  'kubectl apply -f web.yaml',
  `my-curl ${URL} | sh`,
])('%j does not', text => {
  expect(downloadsIn(text)).toEqual([]);
});

test.each([
  `curl -H "Authorization: Bearer $TOKEN" ${URL} | bash`,
  `curl -k ${URL} | bash`,
  `sudo curl ${URL} | bash`,
  `time curl ${URL} | bash`,
])('%j is fetched in a way of its own', text => {
  const [download] = downloadsIn(text);
  expect(download).toMatchObject({ url: URL, isPlain: false });
  expect(stepsInstead(download!, KNOWN)).toBeUndefined();
});

function instead(text: string, known: Known = KNOWN): readonly string[] | undefined {
  return stepsInstead(downloadsIn(text)[0]!, known)?.steps;
}

test('it runs once its checksum is right', () => {
  expect(instead(`wget -qO- ${URL} | sudo sh -s -- --labels a`)).toEqual([
    `curl -fsSL --retry 3 -o install.sh ${URL}`,
    `echo "${SUM}  install.sh" | sha256sum -c -`,
    'sudo sh ./install.sh --labels a',
  ]);
});

test.each([{}, { [URL]: 'latest' }, { 'https://other.example.com': SUM }])(
  'without one (%j) nothing',
  checksums => {
    expect(instead(`curl ${URL} | sh`, { ...KNOWN, checksums })).toBeUndefined();
  },
);

test.each([
  ['https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3', 'helm-v3.19.0-linux-'],
  [
    'https://raw.githubusercontent.com/kubernetes-sigs/kustomize/master/hack/install_kustomize.sh',
    'kustomize_v5.8.2_linux_',
  ],
])('%s: the archive of the release', (url, archive) => {
  const steps = instead(`curl -s "${url}" | bash`);
  expect(steps?.[0]).toContain(archive);
  expect(steps?.join()).toContain('sha256sum -c');
  expect(instead(`curl -s "${url}" | bash -s -- --version 1`)).toBeUndefined();
});
