import { goldenCases } from '../../harness/golden.ts';

goldenCases('immutable-config');
