/** The policy by the documented schema of OpenSearch, and its Job against a server that answers as the documented API does. */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCRIPT } from '../../../transforms/log-retention/job.ts';
import { policyOf, policyText } from '../../../transforms/log-retention/policy.ts';

const RETENTION = { patterns: ['logs-20*'], days: 90, warmDays: 7, copies: 0 };

/**
 * Fields of a policy, a state and a transition, and actions that need no more than what is written.
 *
 * @see https://docs.opensearch.org/latest/im-plugin/ism/policies/
 */
const FIELDS = {
  policy: ['description', 'ism_template', 'error_notification', 'default_state', 'states'],
  state: ['name', 'actions', 'transitions'],
  conditions: ['min_index_age', 'min_rollover_age', 'min_doc_count', 'min_size', 'no_alias', 'cron'],
  actions: ['replica_count', 'delete'],
  template: ['index_patterns', 'priority'],
};

interface State {
  readonly name: string;
  readonly actions: readonly object[];
  readonly transitions: readonly { readonly state_name: string; readonly conditions: object }[];
}

describe.each([7, 90])('a policy that is warm after %i days of 90', warmDays => {
  const { policy } = policyOf({ ...RETENTION, warmDays });
  const states = policy.states as unknown as readonly State[];

  test('has only what the schema has', () => {
    expect(FIELDS.policy).toEqual(expect.arrayContaining(Object.keys(policy)));
    for (const state of states) {
      expect(Object.keys(state).sort()).toEqual([...FIELDS.state].sort());
      for (const action of state.actions)
        expect(FIELDS.actions).toEqual(expect.arrayContaining(Object.keys(action)));
      for (const { conditions } of state.transitions)
        expect(FIELDS.conditions).toEqual(expect.arrayContaining(Object.keys(conditions)));
    }
    for (const template of policy.ism_template as readonly object[])
      expect(Object.keys(template).sort()).toEqual(FIELDS.template);
  });

  test('begins and goes on in states that it has, and ends with the deletion', () => {
    const names = states.map(({ name }) => name);
    expect(names).toContain(policy.default_state);
    for (const { transitions } of states)
      for (const { state_name } of transitions) expect(names).toContain(state_name);
    expect(states.at(-1)).toEqual({ name: 'delete', actions: [{ delete: {} }], transitions: [] });
    expect(JSON.stringify(policy)).not.toContain('rollover');
  });

  test('is the same as a text', () => {
    expect(JSON.parse(policyText({ ...RETENTION, warmDays }))).toEqual({ policy });
  });
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('its Job', () => {
  interface Given {
    readonly policy?: string;
    readonly indices?: string;
    readonly refuses?: boolean;
  }

  /** What a server is asked, and how the script ends. */
  async function run({ policy, indices = '', refuses = false }: Given) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += String(chunk)));
      request.on('end', () => {
        asked.push(`${request.method} ${request.url} ${body.replace(/\s+/g, '')}`.trim());
        const isPolicy = request.method === 'GET' && request.url === '/_plugins/_ism/policies/log-retention';
        if (request.url?.startsWith('/_cat/')) response.end(indices);
        else if (isPolicy)
          response.writeHead(policy === undefined ? 404 : 200).end(policy ?? '{"status": 404}');
        else response.writeHead(refuses ? 403 : 200).end('{}');
      });
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    writeFileSync(join(folder, 'policy.json'), policyText(RETENTION));
    const script = SCRIPT.replaceAll('/policy/policy.json', join(folder, 'policy.json'));
    const { port } = server.address() as AddressInfo;
    const env = {
      PATH: process.env.PATH,
      OPENSEARCH_URL: `http://127.0.0.1:${port}`,
      POLICY: 'log-retention',
      INDICES: 'logs-20*',
    };
    const code = await new Promise(done => spawn('sh', ['-c', script], { env }).on('exit', done));
    server.close();
    rmSync(folder, { recursive: true });
    return { code, asked };
  }

  const PUT = `PUT /_plugins/_ism/policies/log-retention`;
  const BODY = policyText(RETENTION).replace(/\s+/g, '');

  (hasCurl ? test : test.skip)('gives a new policy, which takes no index that is not there', async () => {
    expect(await run({})).toEqual({
      code: 0,
      asked: [
        'GET /_plugins/_ism/policies/log-retention',
        `${PUT} ${BODY}`,
        'GET /_cat/indices/logs-20*?h=index',
      ],
    });
  });

  (hasCurl ? test : test.skip)(
    'replaces the one that it has read, and adds indices that are there',
    async () => {
      const policy =
        '{"_id": "log-retention",\n "_seq_no" : 12, "_primary_term": 3, "policy": {"states": []}}';
      const { code, asked } = await run({ policy, indices: 'logs-2026.11.30\n' });
      expect(code).toBe(0);
      expect(asked[1]).toBe(`${PUT}?if_seq_no=12&if_primary_term=3 ${BODY}`);
      expect(asked[3]).toBe('POST /_plugins/_ism/add/logs-20* {"policy_id":"log-retention"}');
    },
  );

  (hasCurl ? test : test.skip)('fails where it is refused', async () => {
    const { code, asked } = await run({ refuses: true });
    expect(code).not.toBe(0);
    expect(asked).toHaveLength(2);
  });
});
