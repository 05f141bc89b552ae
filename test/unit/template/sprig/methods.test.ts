import { describe, expect, it } from 'vitest';
import { renderRow } from './render.ts';

/** A time in summer, and one before 1970; rows name them <T> and <W>. */
const T = '(toDate "2006-01-02 15:04:05.999999999" "2024-07-08 21:10:11.123456789")';
const W = '(toDate "2006-01-02 15:04:05" "1969-12-31 23:59:58")';

/** Template, and what Go gives for it. */
const rows: readonly (readonly [string, string])[] = [
  ['{{ <T>.Month }}', 'July'],
  ['{{ <W>.Month }}', 'December'],
  ['{{ <T>.Weekday }}', 'Monday'],
  ['{{ <W>.Weekday }}', 'Wednesday'],
  ['{{ <T>.UnixMilli }}', '1720473011123'],
  ['{{ <W>.UnixMilli }}', '-2000'],
  ['{{ <T>.UnixMicro }}', '1720473011123456'],
  ['{{ <W>.UnixMicro }}', '-2000000'],
  ['{{ <T>.UnixNano }}', '1720473011123456789'],
  ['{{ <W>.UnixNano }}', '-2000000000'],
  ['{{ <T>.UTC }}', '2024-07-08 21:10:11.123456789 +0000 UTC'],
  ['{{ <W>.UTC }}', '1969-12-31 23:59:58 +0000 UTC'],
  ['{{ <T>.Local }}', '2024-07-08 21:10:11.123456789 +0000 UTC'],
  ['{{ <W>.Local }}', '1969-12-31 23:59:58 +0000 UTC'],
  ['{{ <T>.GoString }}', 'time.Date(2024, time.July, 8, 21, 10, 11, 123456789, time.Local)'],
  ['{{ <W>.GoString }}', 'time.Date(1969, time.December, 31, 23, 59, 58, 0, time.Local)'],
  ['{{ <T>.Location }}', 'Local'],
  ['{{ <W>.Location }}', 'Local'],
  ['{{ <T>.IsDST }}', 'false'],
  ['{{ <W>.IsDST }}', 'false'],
  ['{{ <T>.YearDay }}', '190'],
  ['{{ <W>.YearDay }}', '365'],
  ['{{ <T>.Nanosecond }}', '123456789'],
  ['{{ <W>.Nanosecond }}', '0'],
  ['{{ <T>.Hour }}', '21'],
  ['{{ <W>.Hour }}', '23'],
  ['{{ <T>.Minute }}', '10'],
  ['{{ <W>.Minute }}', '59'],
  ['{{ <T>.Second }}', '11'],
  ['{{ <W>.Second }}', '58'],
  ['{{ <T>.Day }}', '8'],
  ['{{ <W>.Day }}', '31'],
  ['{{ <T>.IsZero }}', 'false'],
  ['{{ <W>.IsZero }}', 'false'],
  ['{{ printf "%T %d" <T>.Month <T>.Month }}', 'time.Month 7'],
  ['{{ printf "%T %v" <T>.Weekday <T>.Weekday }}', 'time.Weekday Monday'],
  ['{{ <T>.Location.String }}', 'Local'],
  ['{{ <T>.In <T>.Location }}', '2024-07-08 21:10:11.123456789 +0000 UTC'],
  ['{{ <T>.Format "Jan" }}', 'Jul'],
  ['{{ <T>.AddDate 0 1 -8 }}', '2024-07-31 21:10:11.123456789 +0000 UTC'],
  ['{{ <T>.AddDate -1 -8 0 }}', '2022-11-08 21:10:11.123456789 +0000 UTC'],
  ['{{ <T>.AddDate 1 8 40 }}', '2026-04-17 21:10:11.123456789 +0000 UTC'],
  ['{{ <T>.Sub <W> }}', '477909h10m13.123456789s'],
  ['{{ <W>.Sub <T> }}', '-477909h10m13.123456789s'],
  ['{{ <T>.Sub (toDate "2006" "0001") }}', '2562047h47m16.854775807s'],
  ['{{ (toDate "2006" "0001").Sub <T> }}', '-2562047h47m16.854775808s'],
  [
    '{{ <T>.After <W> }} {{ <T>.Before <W> }} {{ <T>.Equal <T> }} {{ <T>.Compare <W> }} {{ <W>.Compare <T> }} {{ <T>.Compare <T> }}',
    'true false true 1 -1 0',
  ],
  ['{{ <T>.Add (<T>.Sub <W>) }}', '2079-01-14 18:20:24.246913578 +0000 UTC'],
  ['{{ <T>.Truncate (<T>.Sub <T>) }}', '2024-07-08 21:10:11.123456789 +0000 UTC'],
  ['{{ <T>.Round (<W>.Sub <W>) }}', '2024-07-08 21:10:11.123456789 +0000 UTC'],
  [
    '{{ <T>.Truncate ((toDate "15:04:05" "01:00:00").Sub (toDate "15:04:05" "00:00:00")) }}',
    '2024-07-08 21:00:00 +0000 UTC',
  ],
  [
    '{{ <T>.Round ((toDate "15:04:05" "01:00:00").Sub (toDate "15:04:05" "00:00:00")) }}',
    '2024-07-08 21:00:00 +0000 UTC',
  ],
  [
    '{{ <T>.Truncate ((toDate "15:04:05" "00:00:00").Sub (toDate "15:04:05" "01:00:00")) }}',
    '2024-07-08 21:10:11.123456789 +0000 UTC',
  ],
  [
    '{{ dateInZone "3:04 PM pm Mon Monday January Jan 06 2006 002 __2 _2 2 1 5 4" <T> "Europe/Berlin" }}',
    '11:10 PM pm Mon Monday July Jul 24 2024 190 190  8 8 7 11 10',
  ],
  [
    '{{ dateInZone "3:04 PM pm Mon Monday January Jan 06 2006 002 __2 _2 2 1 5 4" <W> "Asia/Kolkata" }}',
    '5:29 AM am Thu Thursday January Jan 70 1970 001   1  1 1 1 58 29',
  ],
  ['{{ dateInZone "MST -0700 Z07:00" <T> "America/Sao_Paulo" }}', '-03 -0300 -03:00'],
  ['{{ dateInZone "MST -0700 Z07:00" <T> "Nowhere/At_All" }}', 'UTC +0000 Z'],
  ['{{ toJson <T> }}', '"2024-07-08T21:10:11.123456789Z"'],
  ['{{ toJson (dict "t" <W>) }}', '{"t":"1969-12-31T23:59:58Z"}'],
  ['{{ <T>.MarshalJSON | toString }}', '"2024-07-08T21:10:11.123456789Z"'],
  ['{{ <T> | toString }}', '2024-07-08 21:10:11.123456789 +0000 UTC'],
  ['{{ <T> | quote }}', '"2024-07-08 21:10:11.123456789 +0000 UTC"'],
  ['{{ kindOf <T> }} {{ typeOf <T> }}', 'struct time.Time'],
  ['{{ dateModify "-1.5h" <T> }}', '2024-07-08 19:40:11.123456789 +0000 UTC'],
  ['{{ dateModify "1h2m3.5s4ms5us6ns" <T> }}', '2024-07-08 22:12:14.627461795 +0000 UTC'],
  ['{{ mustDateModify "+3µs" <T> }}', '2024-07-08 21:10:11.123459789 +0000 UTC'],
  ['{{ mustDateModify "-9223372036854775808ns" <T> }}', '1732-03-29 21:22:54.268680981 +0000 UTC'],
  [
    '{{ durationRound "2h45m" }} {{ durationRound "-26h" }} {{ durationRound "900ms" }} {{ durationRound "800h" }} {{ durationRound "9000h" }} {{ durationRound "1m1s" }} {{ durationRound 61000000000 }}',
    '2h 1d 0s 1mo 1y 1m 0s',
  ],
  [
    '{{ duration "95" }} {{ duration "x" }} {{ duration 95 }} {{ duration (int64 3661) }} {{ duration "-5" }} {{ duration nil }}',
    '1m35s 0s 0s 1h1m1s -5s 0s',
  ],
  [
    '{{ <T>.Sub <T> }} {{ (dateModify "1ns" <T>).Sub <T> }} {{ (dateModify "1500ns" <T>).Sub <T> }} {{ (dateModify "-1500us" <T>).Sub <T> }} {{ (dateModify "90m0.5s" <T>).Sub <T> }}',
    '0s 1ns 1.5µs -1.5ms 1h30m0.5s',
  ],
  [
    '{{ ((dateModify "90m0.5s" <T>).Sub <T>).Hours }} {{ ((dateModify "90m0.5s" <T>).Sub <T>).Minutes }} {{ ((dateModify "90m0.5s" <T>).Sub <T>).Seconds }} {{ ((dateModify "90m0.5s" <T>).Sub <T>).Milliseconds }} {{ ((dateModify "90m0.5s" <T>).Sub <T>).Microseconds }} {{ ((dateModify "90m0.5s" <T>).Sub <T>).Nanoseconds }} {{ ((dateModify "-90m" <T>).Sub <T>).Abs }}',
    '1.500138888888889 90.00833333333334 5400.5 5400500 5400500000 5400500000000 1h30m0s',
  ],
  [
    '{{ $m := (dateModify "60s" <T>).Sub <T> }}{{ ((dateModify "90m29.5s" <T>).Sub <T>).Round $m }} {{ ((dateModify "-90m30s" <T>).Sub <T>).Round $m }} {{ ((dateModify "90m59s" <T>).Sub <T>).Truncate $m }}',
    '1h30m0s -1h31m0s 1h30m0s',
  ],
  ['{{ toJson (semver "1.2") }}', '"1.2.0"'],
  ['{{ (semver "1.2.3-a").Prerelease }} {{ (semver "1.2.3+x").Metadata }} {{ (semver "v1.2").Original }}', 'a x v1.2'],
  [
    '{{ (semver "1.2.3").Equal (semver "1.2.3+x") }} {{ (semver "1.2.3").LessThan (semver "1.10.0") }} {{ (semver "1.2.3").GreaterThan (semver "1.2.3-rc") }} {{ (semver "1.2.3").Compare (semver "2") }}',
    'true true true -1',
  ],
  ['{{ fromJson "[1e400,2]" }}', '[<nil> 2]'],
  ['{{ fromJson "{\\"a\\":1e400,\\"b\\":2}" }}', 'map[a:<nil> b:2]'],
  ['{{ keys nil }}', '[]'],
  ['{{ hasKey nil "a" }}', 'false'],
  ['{{ pick nil "a" }}', 'map[]'],
  ['{{ derivePassword 1 "medium" "password" "user" "example.com" }}', 'ZedJuz8$'],
  ['{{ derivePassword 1 "basic" "password" "user" "example.com" }}', 'pIS54PLs'],
  ['{{ derivePassword 1 "short" "password" "user" "example.com" }}', 'Zed5'],
  ['{{ derivePassword 2 "pin" "password" "user" "example.com" }}', '3882'],
  ['{{ derivePassword 1 "nope" "password" "user" "example.com" }}', 'cannot find password template nope'],
];

describe('methods of times, durations and versions, and derived passwords', () => {
  it.each(rows)('%s gives %s', (template, want) => {
    expect(renderRow({ template: template.replaceAll('<T>', T).replaceAll('<W>', W), want })).toBe(want);
  });
});
