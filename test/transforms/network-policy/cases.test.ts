import { goldenCases } from '../../harness/golden.ts';

goldenCases('network-policy');
