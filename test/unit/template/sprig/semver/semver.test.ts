import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  { template: '{{ semver "1.2.3" }}', want: '1.2.3' },
  { template: '{{ semver "v1.2" }}', want: '1.2.0' },
  { template: '{{ semver "1" }}', want: '1.0.0' },
  { template: '{{ semver "1.2.3-alpha.1+b" }}', want: '1.2.3-alpha.1+b' },
  { template: '{{ semver "1.2.3-01" }}', error: 'error calling semver: version segment starts with 0' },
  { template: '{{ semver "01.2.3" }}', want: '1.2.3' },
  { template: '{{ semver "1.2.3.4" }}', error: 'error calling semver: invalid semantic version' },
  { template: '{{ semver "" }}', error: 'error calling semver: invalid semantic version' },
  {
    template: '{{ semver "18446744073709551616.0.0" }}',
    error:
      'error calling semver: error parsing version segment: strconv.ParseUint: parsing "18446744073709551616": value out of range',
  },
  { template: '{{ semver "1.2.3-" }}', error: 'error calling semver: invalid semantic version' },
  {
    template:
      '{{ $v := semver "v1.2.3-a.1+b" }}{{ $v.Major }} {{ $v.Minor }} {{ $v.Patch }} {{ $v.Prerelease }} {{ $v.Metadata }} {{ $v.Original }} {{ $v }} {{ $v.IncPatch }} {{ $v.IncMinor }} {{ $v.IncMajor }} {{ toJson $v }} {{ toJson $v.IncPatch }}',
    want: '1 2 3 a.1 b v1.2.3-a.1+b 1.2.3-a.1+b 1.2.3 1.3.0 2.0.0 "1.2.3-a.1+b" "1.2.3"',
  },
  {
    template: '{{ (semver "1.2.3").IncPatch }} {{ printf "%T" (semver "1.2.3").IncPatch }}',
    want: '1.2.4 semver.Version',
  },
  {
    template: '{{ (semver "v1.2.3").IncPatch.Original }}',
    error: "can't evaluate field Original in type semver.Version",
  },
  {
    template:
      '{{ (semver "1.2.3").SetPrerelease "rc.1" }} {{ (semver "1.2.3").SetMetadata "m" }} {{ (semver "1.2.3-a+b").SetPrerelease "" }}',
    want: '1.2.3-rc.1 1.2.3+m 1.2.3+b',
  },
  {
    template: '{{ (semver "1.2.3").SetPrerelease "01" }}',
    error: 'error calling SetPrerelease: version segment starts with 0',
  },
  {
    template: '{{ (semver "1.2.3").SetPrerelease "é" }}',
    error: 'error calling SetPrerelease: invalid prerelease string',
  },
  {
    template: '{{ (semver "1.2.3").SetMetadata "a..b" }}',
    error: 'error calling SetMetadata: invalid metadata string',
  },
  { template: '{{ (semver "1.2.3").Nope }}', error: "can't evaluate field Nope in type *semver.Version" },
  {
    template:
      '{{ $a := semver "1.0.0" }}{{ $b := semver "2.0.0" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '-1 false true true false false',
  },
  {
    template:
      '{{ $a := semver "1.0.0-a" }}{{ $b := semver "1.0.0" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '-1 false true true false false',
  },
  {
    template:
      '{{ $a := semver "1.0.0-a.1" }}{{ $b := semver "1.0.0-a.b" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '-1 false true true false false',
  },
  {
    template:
      '{{ $a := semver "1.0.0-a.2" }}{{ $b := semver "1.0.0-a.10" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '-1 false true true false false',
  },
  {
    template:
      '{{ $a := semver "1.0.0-a" }}{{ $b := semver "1.0.0-a.1" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '-1 false true true false false',
  },
  {
    template:
      '{{ $a := semver "1.0.0+x" }}{{ $b := semver "1.0.0+y" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '0 true false true false true',
  },
  {
    template:
      '{{ $a := semver "1.0.0-b" }}{{ $b := semver "1.0.0-a" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '1 false false false true true',
  },
  {
    template:
      '{{ $a := semver "1.0.0-a.99999999999999999999" }}{{ $b := semver "1.0.0-a.1" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '1 false false false true true',
  },
  {
    template:
      '{{ $a := semver "1.1.0" }}{{ $b := semver "1.0.9" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '1 false false false true true',
  },
  {
    template:
      '{{ $a := semver "1.0.1" }}{{ $b := semver "1.0.2" }}{{ $a.Compare $b }} {{ $a.Equal $b }} {{ $a.LessThan $b }} {{ $a.LessThanEqual $b }} {{ $a.GreaterThan $b }} {{ $a.GreaterThanEqual $b }}',
    want: '-1 false true true false false',
  },
  {
    template:
      '{{ semverCompare "1.2.3" "1.2.3" }}{{ semverCompare "1.2.3" "0.0.3" }}{{ semverCompare "1.2.3" "2.0.0" }}{{ semverCompare "1.2.3" "1.2.4-beta" }}{{ semverCompare "1.2.3" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "=1.2" "1.2.3" }}{{ semverCompare "=1.2" "0.0.3" }}{{ semverCompare "=1.2" "2.0.0" }}{{ semverCompare "=1.2" "1.2.4-beta" }}{{ semverCompare "=1.2" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "!=1.2" "1.2.3" }}{{ semverCompare "!=1.2" "0.0.3" }}{{ semverCompare "!=1.2" "2.0.0" }}{{ semverCompare "!=1.2" "1.2.4-beta" }}{{ semverCompare "!=1.2" "0.2.5" }}',
    want: 'falsetruetruefalsetrue',
  },
  {
    template:
      '{{ semverCompare "!=1" "1.2.3" }}{{ semverCompare "!=1" "0.0.3" }}{{ semverCompare "!=1" "2.0.0" }}{{ semverCompare "!=1" "1.2.4-beta" }}{{ semverCompare "!=1" "0.2.5" }}',
    want: 'falsetruetruefalsetrue',
  },
  {
    template:
      '{{ semverCompare "!=*" "1.2.3" }}{{ semverCompare "!=*" "0.0.3" }}{{ semverCompare "!=*" "2.0.0" }}{{ semverCompare "!=*" "1.2.4-beta" }}{{ semverCompare "!=*" "0.2.5" }}',
    want: 'truetruetruefalsetrue',
  },
  {
    template:
      '{{ semverCompare "!=1.2.3" "1.2.3" }}{{ semverCompare "!=1.2.3" "0.0.3" }}{{ semverCompare "!=1.2.3" "2.0.0" }}{{ semverCompare "!=1.2.3" "1.2.4-beta" }}{{ semverCompare "!=1.2.3" "0.2.5" }}',
    want: 'falsetruetruefalsetrue',
  },
  {
    template:
      '{{ semverCompare "!=1.2-0" "1.2.3" }}{{ semverCompare "!=1.2-0" "0.0.3" }}{{ semverCompare "!=1.2-0" "2.0.0" }}{{ semverCompare "!=1.2-0" "1.2.4-beta" }}{{ semverCompare "!=1.2-0" "0.2.5" }}',
    want: 'truetruetruetruetrue',
  },
  {
    template:
      '{{ semverCompare ">1" "1.2.3" }}{{ semverCompare ">1" "0.0.3" }}{{ semverCompare ">1" "2.0.0" }}{{ semverCompare ">1" "1.2.4-beta" }}{{ semverCompare ">1" "0.2.5" }}',
    want: 'falsefalsetruefalsefalse',
  },
  {
    template:
      '{{ semverCompare ">1.2" "1.2.3" }}{{ semverCompare ">1.2" "0.0.3" }}{{ semverCompare ">1.2" "2.0.0" }}{{ semverCompare ">1.2" "1.2.4-beta" }}{{ semverCompare ">1.2" "0.2.5" }}',
    want: 'falsefalsetruefalsefalse',
  },
  {
    template:
      '{{ semverCompare ">1.2.3" "1.2.3" }}{{ semverCompare ">1.2.3" "0.0.3" }}{{ semverCompare ">1.2.3" "2.0.0" }}{{ semverCompare ">1.2.3" "1.2.4-beta" }}{{ semverCompare ">1.2.3" "0.2.5" }}',
    want: 'falsefalsetruefalsefalse',
  },
  {
    template:
      '{{ semverCompare "<1.3" "1.2.3" }}{{ semverCompare "<1.3" "0.0.3" }}{{ semverCompare "<1.3" "2.0.0" }}{{ semverCompare "<1.3" "1.2.4-beta" }}{{ semverCompare "<1.3" "0.2.5" }}',
    want: 'truetruefalsefalsetrue',
  },
  {
    template:
      '{{ semverCompare "<=1.2" "1.2.3" }}{{ semverCompare "<=1.2" "0.0.3" }}{{ semverCompare "<=1.2" "2.0.0" }}{{ semverCompare "<=1.2" "1.2.4-beta" }}{{ semverCompare "<=1.2" "0.2.5" }}',
    want: 'truetruefalsefalsetrue',
  },
  {
    template:
      '{{ semverCompare "<=1" "1.2.3" }}{{ semverCompare "<=1" "0.0.3" }}{{ semverCompare "<=1" "2.0.0" }}{{ semverCompare "<=1" "1.2.4-beta" }}{{ semverCompare "<=1" "0.2.5" }}',
    want: 'truetruefalsefalsetrue',
  },
  {
    template:
      '{{ semverCompare "<=*" "1.2.3" }}{{ semverCompare "<=*" "0.0.3" }}{{ semverCompare "<=*" "2.0.0" }}{{ semverCompare "<=*" "1.2.4-beta" }}{{ semverCompare "<=*" "0.2.5" }}',
    want: 'falsetruefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare ">=1.2" "1.2.3" }}{{ semverCompare ">=1.2" "0.0.3" }}{{ semverCompare ">=1.2" "2.0.0" }}{{ semverCompare ">=1.2" "1.2.4-beta" }}{{ semverCompare ">=1.2" "0.2.5" }}',
    want: 'truefalsetruefalsefalse',
  },
  {
    template:
      '{{ semverCompare "=>1" "1.2.3" }}{{ semverCompare "=>1" "0.0.3" }}{{ semverCompare "=>1" "2.0.0" }}{{ semverCompare "=>1" "1.2.4-beta" }}{{ semverCompare "=>1" "0.2.5" }}',
    want: 'truefalsetruefalsefalse',
  },
  {
    template:
      '{{ semverCompare "=<1.2.3" "1.2.3" }}{{ semverCompare "=<1.2.3" "0.0.3" }}{{ semverCompare "=<1.2.3" "2.0.0" }}{{ semverCompare "=<1.2.3" "1.2.4-beta" }}{{ semverCompare "=<1.2.3" "0.2.5" }}',
    want: 'truetruefalsefalsetrue',
  },
  {
    template:
      '{{ semverCompare "~1" "1.2.3" }}{{ semverCompare "~1" "0.0.3" }}{{ semverCompare "~1" "2.0.0" }}{{ semverCompare "~1" "1.2.4-beta" }}{{ semverCompare "~1" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "~1.2" "1.2.3" }}{{ semverCompare "~1.2" "0.0.3" }}{{ semverCompare "~1.2" "2.0.0" }}{{ semverCompare "~1.2" "1.2.4-beta" }}{{ semverCompare "~1.2" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "~1.2.3" "1.2.3" }}{{ semverCompare "~1.2.3" "0.0.3" }}{{ semverCompare "~1.2.3" "2.0.0" }}{{ semverCompare "~1.2.3" "1.2.4-beta" }}{{ semverCompare "~1.2.3" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "~0.0.0" "1.2.3" }}{{ semverCompare "~0.0.0" "0.0.3" }}{{ semverCompare "~0.0.0" "2.0.0" }}{{ semverCompare "~0.0.0" "1.2.4-beta" }}{{ semverCompare "~0.0.0" "0.2.5" }}',
    want: 'truetruetruefalsetrue',
  },
  {
    template:
      '{{ semverCompare "~>1.2" "1.2.3" }}{{ semverCompare "~>1.2" "0.0.3" }}{{ semverCompare "~>1.2" "2.0.0" }}{{ semverCompare "~>1.2" "1.2.4-beta" }}{{ semverCompare "~>1.2" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "^1" "1.2.3" }}{{ semverCompare "^1" "0.0.3" }}{{ semverCompare "^1" "2.0.0" }}{{ semverCompare "^1" "1.2.4-beta" }}{{ semverCompare "^1" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "^1.3" "1.2.3" }}{{ semverCompare "^1.3" "0.0.3" }}{{ semverCompare "^1.3" "2.0.0" }}{{ semverCompare "^1.3" "1.2.4-beta" }}{{ semverCompare "^1.3" "0.2.5" }}',
    want: 'falsefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "^0" "1.2.3" }}{{ semverCompare "^0" "0.0.3" }}{{ semverCompare "^0" "2.0.0" }}{{ semverCompare "^0" "1.2.4-beta" }}{{ semverCompare "^0" "0.2.5" }}',
    want: 'falsetruefalsefalsetrue',
  },
  {
    template:
      '{{ semverCompare "^0.0" "1.2.3" }}{{ semverCompare "^0.0" "0.0.3" }}{{ semverCompare "^0.0" "2.0.0" }}{{ semverCompare "^0.0" "1.2.4-beta" }}{{ semverCompare "^0.0" "0.2.5" }}',
    want: 'falsetruefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "^0.0.3" "1.2.3" }}{{ semverCompare "^0.0.3" "0.0.3" }}{{ semverCompare "^0.0.3" "2.0.0" }}{{ semverCompare "^0.0.3" "1.2.4-beta" }}{{ semverCompare "^0.0.3" "0.2.5" }}',
    want: 'falsetruefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "^0.2" "1.2.3" }}{{ semverCompare "^0.2" "0.0.3" }}{{ semverCompare "^0.2" "2.0.0" }}{{ semverCompare "^0.2" "1.2.4-beta" }}{{ semverCompare "^0.2" "0.2.5" }}',
    want: 'falsefalsefalsefalsetrue',
  },
  {
    template:
      '{{ semverCompare "^0.2.3" "1.2.3" }}{{ semverCompare "^0.2.3" "0.0.3" }}{{ semverCompare "^0.2.3" "2.0.0" }}{{ semverCompare "^0.2.3" "1.2.4-beta" }}{{ semverCompare "^0.2.3" "0.2.5" }}',
    want: 'falsefalsefalsefalsetrue',
  },
  {
    template:
      '{{ semverCompare "^*" "1.2.3" }}{{ semverCompare "^*" "0.0.3" }}{{ semverCompare "^*" "2.0.0" }}{{ semverCompare "^*" "1.2.4-beta" }}{{ semverCompare "^*" "0.2.5" }}',
    want: 'falsefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "*" "1.2.3" }}{{ semverCompare "*" "0.0.3" }}{{ semverCompare "*" "2.0.0" }}{{ semverCompare "*" "1.2.4-beta" }}{{ semverCompare "*" "0.2.5" }}',
    want: 'truetruetruefalsetrue',
  },
  {
    template:
      '{{ semverCompare "1.x" "1.2.3" }}{{ semverCompare "1.x" "0.0.3" }}{{ semverCompare "1.x" "2.0.0" }}{{ semverCompare "1.x" "1.2.4-beta" }}{{ semverCompare "1.x" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "x.1" "1.2.3" }}{{ semverCompare "x.1" "0.0.3" }}{{ semverCompare "x.1" "2.0.0" }}{{ semverCompare "x.1" "1.2.4-beta" }}{{ semverCompare "x.1" "0.2.5" }}',
    want: 'truetruetruefalsetrue',
  },
  {
    template:
      '{{ semverCompare "1.0 - 2.0" "1.2.3" }}{{ semverCompare "1.0 - 2.0" "0.0.3" }}{{ semverCompare "1.0 - 2.0" "2.0.0" }}{{ semverCompare "1.0 - 2.0" "1.2.4-beta" }}{{ semverCompare "1.0 - 2.0" "0.2.5" }}',
    want: 'truefalsetruefalsefalse',
  },
  {
    template:
      '{{ semverCompare ">=1, <2" "1.2.3" }}{{ semverCompare ">=1, <2" "0.0.3" }}{{ semverCompare ">=1, <2" "2.0.0" }}{{ semverCompare ">=1, <2" "1.2.4-beta" }}{{ semverCompare ">=1, <2" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare ">=1 <2 || 3" "1.2.3" }}{{ semverCompare ">=1 <2 || 3" "0.0.3" }}{{ semverCompare ">=1 <2 || 3" "2.0.0" }}{{ semverCompare ">=1 <2 || 3" "1.2.4-beta" }}{{ semverCompare ">=1 <2 || 3" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare ">1.2.3-alpha" "1.2.3" }}{{ semverCompare ">1.2.3-alpha" "0.0.3" }}{{ semverCompare ">1.2.3-alpha" "2.0.0" }}{{ semverCompare ">1.2.3-alpha" "1.2.4-beta" }}{{ semverCompare ">1.2.3-alpha" "0.2.5" }}',
    want: 'truefalsetruetruefalse',
  },
  {
    template:
      '{{ semverCompare "*-0" "1.2.3" }}{{ semverCompare "*-0" "0.0.3" }}{{ semverCompare "*-0" "2.0.0" }}{{ semverCompare "*-0" "1.2.4-beta" }}{{ semverCompare "*-0" "0.2.5" }}',
    want: 'truetruetruetruetrue',
  },
  {
    template:
      '{{ semverCompare "v1.2" "1.2.3" }}{{ semverCompare "v1.2" "0.0.3" }}{{ semverCompare "v1.2" "2.0.0" }}{{ semverCompare "v1.2" "1.2.4-beta" }}{{ semverCompare "v1.2" "0.2.5" }}',
    want: 'truefalsefalsefalsefalse',
  },
  {
    template:
      '{{ semverCompare "|1" "1.2.3" }}{{ semverCompare "|1" "0.0.3" }}{{ semverCompare "|1" "2.0.0" }}{{ semverCompare "|1" "1.2.4-beta" }}{{ semverCompare "|1" "0.2.5" }}',
    error: 'error calling semverCompare: constraint parser error',
  },
  {
    template:
      '{{ semverCompare "a" "1.2.3" }}{{ semverCompare "a" "0.0.3" }}{{ semverCompare "a" "2.0.0" }}{{ semverCompare "a" "1.2.4-beta" }}{{ semverCompare "a" "0.2.5" }}',
    error: 'error calling semverCompare: improper constraint: "a"',
  },
  {
    template:
      '{{ semverCompare "" "1.2.3" }}{{ semverCompare "" "0.0.3" }}{{ semverCompare "" "2.0.0" }}{{ semverCompare "" "1.2.4-beta" }}{{ semverCompare "" "0.2.5" }}',
    error: 'error calling semverCompare: improper constraint: ""',
  },
  {
    template:
      '{{ semverCompare "==1" "1.2.3" }}{{ semverCompare "==1" "0.0.3" }}{{ semverCompare "==1" "2.0.0" }}{{ semverCompare "==1" "1.2.4-beta" }}{{ semverCompare "==1" "0.2.5" }}',
    error: 'error calling semverCompare: improper constraint: "==1"',
  },
  {
    template:
      '{{ semverCompare ">18446744073709551616" "1.2.3" }}{{ semverCompare ">18446744073709551616" "0.0.3" }}{{ semverCompare ">18446744073709551616" "2.0.0" }}{{ semverCompare ">18446744073709551616" "1.2.4-beta" }}{{ semverCompare ">18446744073709551616" "0.2.5" }}',
    error: 'error calling semverCompare: constraint parser error',
  },
  { template: '{{ semverCompare "1" "x" }}', error: 'error calling semverCompare: invalid semantic version' },
  {
    template: '{{ semverCompare (repeat 513 "1") "1" }}',
    error: 'error calling semverCompare: constraint string is too long (max 512 bytes)',
  },
  {
    template: '{{ semverCompare (repeat 40 "1||") "1" }}',
    error: 'error calling semverCompare: too many constraint groups (max 32)',
  },
  {
    template: '{{ semver (repeat 257 "1") }}',
    error: 'error calling semver: version string is too long (max 256 bytes)',
  },
];

describe('sprig functions for versions', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
