import { goldenCases } from '../../harness/golden.ts';

goldenCases('host-access');
