import { goldenCases } from '../../harness/golden.ts';

goldenCases('dns-config');
