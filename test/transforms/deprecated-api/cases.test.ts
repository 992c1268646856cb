import { goldenCases } from '../../harness/golden.ts';

goldenCases('deprecated-api');
