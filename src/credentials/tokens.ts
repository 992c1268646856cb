/**
 * Tokens that begin with what their makers have chosen so that they are recognised, whatever stands around them. The forms
 * are those that the makers document.
 */
import type { Found } from './found.ts';

/** Who makes it, a part of it that is quickly looked for, and its form: the secret is the last group, else all of it. */
type Token = readonly [maker: string, part: string, form: RegExp];

const TOKENS: readonly Token[] = [
  // docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  ['AWS', 'akia', /\bAKIA[0-9A-Z]{16}\b/g],
  ['AWS', 'asia', /\bASIA[0-9A-Z]{16}\b/g],
  // github.blog/2021-04-05-behind-githubs-new-authentication-token-formats
  ['GitHub', 'gh[pousr]_', /\bgh[pousr]_\w{30,255}/g],
  ['GitHub', 'github_pat_', /\bgithub_pat_\w{20,255}/g],
  // docs.gitlab.com/security/tokens/#token-prefixes
  [
    'GitLab',
    'gl[a-z]{2,5}-',
    /\bgl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|wt|soat|ffct)-[\w-]{16,255}(?:\.\w{2,16}){0,3}/g,
  ],
  // docs.slack.dev/authentication/tokens
  ['Slack', 'xox[abeprs]-', /\bxox[abeprs]-[\w-]{8,255}/g],
  ['Slack', 'xapp-', /\bxapp-\d-[A-Za-z0-9]{1,32}-\d{1,32}-[a-z0-9]{16,128}/gi],
  ['Slack', 'hooks\\.slack', /hooks\.slack\.com\/(?:services|workflows|triggers)\/([\w/+-]{8,255})/g],
  ['Discord', 'api/webhooks', /discord(?:app)?\.com\/api\/webhooks\/([\w/-]{8,255})/g],
  [
    'Teams',
    'webhook\\.office',
    /\bwebhook\.office\.com\/webhookb2\/([\w@-]{36,128}\/IncomingWebhook\/[\w/-]{32,128})/g,
  ],
  // core.telegram.org/bots/api#authorizing-your-bot
  ['Telegram', '/bot', /\/bot(\d{6,12}:[\w-]{20,64})/g],
  // docs.stripe.com/keys
  ['Stripe', 'k_live_', /\b[rs]k_live_\w{8,255}/g],
  ['Stripe', 'k_test_', /\b[rs]k_test_\w{10,255}/g],
  ['OpenAI', 'sk-', /\bsk-(?=[\w-]{0,64}\d)[\w-]{32,255}/g],
  // cloud.google.com/docs/authentication/api-keys
  ['Google', 'aiza', /\bAIza[\w-]{30,64}/g],
  ['Google', 'gocspx-', /\bGOCSPX-[\w-]{20,64}/g],
  // docs.npmjs.com/about-access-tokens, pypi.org/help/#apitoken, guides.rubygems.org/api-key-scopes
  ['npm', 'npm_', /\bnpm_[A-Za-z0-9]{30,64}/gi],
  ['PyPI', 'pypi-', /\bpypi-AgEI[\w-]{32,1024}/g],
  ['RubyGems', 'rubygems_', /\brubygems_[a-f0-9]{48}\b/g],
  ['Clojars', 'clojars_', /\bCLOJARS_[a-z0-9]{60}\b/gi],
  // docs.docker.com/security/access-tokens
  ['Docker', 'dckr_', /\bdckr_(?:pat|oat)_[\w-]{16,64}/g],
  // developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
  ['Vault', 'hv[sbr]\\.', /\bhv[sbr]\.[\w-]{20,255}/g],
  ['Terraform', '\\.atlasv1\\.', /\b[a-z0-9]{14}\.atlasv1\.[\w-]{60,80}/gi],
  ['SendGrid', '\\bsg\\.', /\bSG\.[\w=-]{16,64}\.[\w=-]{16,64}/gi],
  // datatracker.ietf.org/doc/html/rfc7519
  ['JWT', 'eyj', /\beyJ[\w-]{8,2048}\.eyJ[\w-]{8,4096}\.[\w-]{8,1024}/g],
  // docs.digitalocean.com/reference/api/create-personal-access-token
  ['DigitalOcean', 'do[opr]_v1_', /\bdo[opr]_v1_[a-f0-9]{64}\b/g],
  ['Databricks', 'dapi[a-f0-9]', /\bdapi[a-f0-9]{32}(?:-\d)?\b/g],
  // huggingface.co/docs/hub/security-tokens
  ['Hugging Face', 'hf_', /\bhf_[A-Za-z]{34}\b/gi],
  ['Hugging Face', 'api_org_', /\bapi_org_[A-Za-z]{34}\b/gi],
  // grafana.com/docs/grafana/latest/administration/service-accounts
  ['Grafana', 'glsa_', /\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}\b/gi],
  ['Grafana', 'glc_', /\bglc_[A-Za-z0-9+/]{32,400}={0,3}/gi],
  ['Doppler', '\\bdp\\.', /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,80}/gi],
  ['Linear', 'lin_api_', /\blin_api_[a-z0-9]{40}\b/gi],
  // docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys
  ['New Relic', 'nrak-', /\bNRAK-[a-z0-9]{27}\b/gi],
  ['New Relic', 'nrii-', /\bNRII-[a-z0-9-]{32}/gi],
  ['Postman', 'pmak-', /\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\b/gi],
  ['PlanetScale', 'pscale_', /\bpscale_(?:tkn|pw|oauth)_[\w=.-]{32,64}/gi],
  ['Pulumi', 'pul-', /\bpul-[a-f0-9]{40}\b/g],
  // shopify.dev/docs/apps/build/authentication-authorization
  ['Shopify', 'shp(?:at|ca|pa|ss)_', /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g],
  ['Sentry', 'sntry', /\bsntry[su]_[\w=+/]{32,400}/g],
  ['Sourcegraph', 'sgp_', /\bsgp_(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}\b/gi],
  ['Square', 'sq0[ac]', /\bsq0(?:atp|csp)-[\w-]{22,60}/gi],
  // github.com/FiloSottile/age
  ['age', 'age-secret-key-', /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/gi],
  ['1Password', 'ops_eyj', /\bops_eyJ[A-Za-z0-9+/]{250,2048}={0,3}/g],
  ['Atlassian', 'atatt3', /\bATATT3[\w=-]{180,255}/g],
  ['Cloudflare', '\\bv1\\.0-', /\bv1\.0-[a-f0-9]{24}-[a-f0-9]{146}\b/gi],
  ['Dynatrace', 'dt0c01\\.', /\bdt0c01\.[a-z0-9]{24}\.[a-z0-9]{64}\b/gi],
  ['EasyPost', 'ez[at]k', /\bEZ[AT]K[a-z0-9]{54}\b/gi],
  ['Fly.io', 'fo1_', /\bfo1_[\w-]{43}/g],
  ['Fly.io', '\\bfm[12][ar]?_', /\bfm[12][ar]?_[A-Za-z0-9+/]{100,2048}={0,3}/g],
  ['Infracost', 'ico-', /\bico-[A-Za-z0-9]{32}\b/g],
  ['Notion', 'ntn_', /\bntn_[0-9]{11}[A-Za-z0-9]{35}\b/g],
  ['Prefect', 'pnu_', /\bpnu_[a-zA-Z0-9]{36}\b/g],
  ['ReadMe', 'rdme_', /\brdme_[a-z0-9]{70}\b/g],
  ['Shippo', 'shippo_', /\bshippo_(?:live|test)_[a-fA-F0-9]{40}\b/g],
  ['Brevo', 'xkeysib-', /\bxkeysib-[a-f0-9]{64}-[a-z0-9]{16}\b/gi],
  ['Typeform', 'tfp_', /\btfp_[\w.=-]{59}/gi],
  // tailscale.com/kb/1277/key-prefixes
  ['Tailscale', 'tskey-', /\btskey-[a-z]{2,16}-[A-Za-z0-9-]{12,80}/g],
  ['Heroku', 'hrku-', /\bHRKU-[\w-]{36,80}/g],
  ['Scalingo', 'tk-us-', /\btk-us-[\w-]{48}/g],
  ['Duffel', 'duffel_', /\bduffel_(?:test|live)_[\w=-]{43}/gi],
  ['Frame.io', 'fio-u-', /\bfio-u-[\w=-]{64}/gi],
  ['Flutterwave', 'flwseck', /\bFLWSECK(?:_TEST)?-[a-h0-9]{12,64}(?:-X)?/gi],
  ['JFrog', 'akcp', /\bAKCp[A-Za-z0-9]{69}\b/g],
  ['JFrog', 'cmvmdgtu', /\bcmVmdGtu[A-Za-z0-9]{56}\b/g],
  ['Perplexity', 'pplx-', /\bpplx-[A-Za-z0-9]{48}\b/g],
  ['SettleMint', '\\bsm_.at_', /\bsm_(?:aat|pat|sat)_[A-Za-z0-9]{16}\b/g],
  // docs.openshift.com: tokens of `oc login`
  ['OpenShift', 'sha256~', /\bsha256~[\w-]{43}/g],
  ['SonarQube', 'sq[upa]_', /\bsq[upa]_[a-z0-9=_-]{40}/gi],
  ['Contentful', 'cfpat-', /\bCFPAT-[\w-]{32,64}/g],
  ['Supabase', 'sbp_|sb_secret_', /\bsb(?:p|_secret)_[\w-]{20,64}/g],
  ['Harness', '\\b[ps]at\\.', /\b[ps]at\.[\w-]{22}\.[a-f0-9]{24}\.[A-Za-z0-9]{20}\b/gi],
  ['Octopus', '\\bapi-', /\bAPI-[A-Z0-9]{26}\b/g],
  ['Airtable', '\\bpat\\w{14}\\.', /\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b/g],
  ['Artifactory', 'reftkn', /\breftkn:\d{2}:\d{10}:[A-Za-z0-9]{32,64}/g],
  // learn.microsoft.com: client secrets of Entra ID
  ['Microsoft', '8q~', /(?<![\w.~-])[\w.~-]{3}8Q~[\w.~-]{31,34}(?![\w.~-])/g],
  ['MaxMind', '_mmk', /\b[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk\b/g],
];

/** Their parts in one pass: most texts hold none. */
export const MAY_HOLD_TOKEN = new RegExp([...new Set(TOKENS.map(([, part]) => part))].join('|'), 'i');

export function* tokensIn(text: string): Iterable<Found> {
  if (!MAY_HOLD_TOKEN.test(text)) return;
  for (const [, , form] of TOKENS) {
    for (const match of text.matchAll(form)) {
      const value = match.at(-1)!;
      yield { start: match.index + match[0].lastIndexOf(value), value };
    }
  }
}
