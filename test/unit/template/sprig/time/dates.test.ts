import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  {
    template:
      '{{ dateInZone "2006-01-02" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: '2024-07-08',
  },
  {
    template:
      '{{ dateInZone "Jan _2 06 3:04PM" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: 'Jul  8 24 5:10AM',
  },
  {
    template:
      '{{ dateInZone "Monday, 02-Jan-06 15:04:05 MST" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: 'Monday, 08-Jul-24 05:10:11 EDT',
  },
  {
    template:
      '{{ dateInZone "2006-01-02T15:04:05.000Z07:00" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: '2024-07-08T05:10:11.120-04:00',
  },
  {
    template:
      '{{ dateInZone "__2 002 .999 ,000" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: '190 190 .12 ,120',
  },
  {
    template:
      '{{ dateInZone "_2006 Janx Monx" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: '_2024 Janx Monx',
  },
  {
    template:
      '{{ dateInZone "January Mon 1 2 3 03 4 5 pm Z0700 -07 Z070000 -07:00:00 Z07 -0700" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: 'July Mon 7 8 5 05 10 11 am -0400 -04 -040000 -04:00:00 -04 -0400',
  },
  {
    template:
      '{{ dateInZone ".00x 1.0 .001 é" (toDate "2006-01-02 15:04:05.999" "2024-07-08 09:10:11.12") "America/New_York" }}',
    want: '.12x 7.1 .007 é',
  },
  { template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "UTC" }}', want: '2024-07-03 09:46 UTC +0000' },
  { template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "" }}', want: '2024-07-03 09:46 UTC +0000' },
  { template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "Local" }}', want: '2024-07-03 09:46 UTC +0000' },
  {
    template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "Asia/Kolkata" }}',
    want: '2024-07-03 15:16 IST +0530',
  },
  {
    template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "Asia/Kathmandu" }}',
    want: '2024-07-03 15:31 +0545 +0545',
  },
  {
    template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "America/Sao_Paulo" }}',
    want: '2024-07-03 06:46 -03 -0300',
  },
  {
    template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "europe/paris" }}',
    want: '2024-07-03 09:46 UTC +0000',
  },
  { template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "+01:00" }}', want: '2024-07-03 09:46 UTC +0000' },
  {
    template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "Bad/Zone" }}',
    want: '2024-07-03 09:46 UTC +0000',
  },
  {
    template: '{{ dateInZone "2006-01-02 15:04 MST -0700" 1720000000 "Europe/Paris" }}',
    want: '2024-07-03 11:46 CEST +0200',
  },
  {
    template:
      '{{ htmlDate 0 }} {{ htmlDateInZone 1704067199 "Asia/Tokyo" }} {{ date "2006" (int64 0) }} {{ date "2006 Mon" -62135596800 }} {{ date_in_zone "15" 0 "Asia/Tokyo" }}',
    want: '1970-01-01 2024-01-01 1970 0001 Mon 09',
  },
  {
    template: '{{ date "2006-01-02" 253402300800 }} {{ date "06" -99999999999 }} {{ date "2006" -99999999999 }}',
    want: '10000-01-01 99 -1199',
  },
  {
    template: '{{ dateInZone "2006-01-02 15:04:05 MST" (toDate "2006" "x") "Europe/Paris" }}',
    want: '0001-01-01 00:09:21 LMT',
  },
  { template: '{{ mustToDate "2006-01-02" "2024-02-29" }}', want: '2024-02-29 00:00:00 +0000 UTC' },
  {
    template: '{{ mustToDate "2006-01-02" "2023-02-29" }}',
    error: 'error calling mustToDate: parsing time "2023-02-29": day out of range',
  },
  {
    template: '{{ mustToDate "2006-01-02" "2024-13-01" }}',
    error: 'error calling mustToDate: parsing time "2024-13-01": month out of range',
  },
  {
    template: '{{ mustToDate "2006-01-02" "2024-1-01" }}',
    error: 'error calling mustToDate: parsing time "2024-1-01" as "2006-01-02": cannot parse "1-01" as "01"',
  },
  {
    template: '{{ mustToDate "2006-01-02" "2024-01-01 x" }}',
    error: 'error calling mustToDate: parsing time "2024-01-01 x": extra text: " x"',
  },
  {
    template: '{{ mustToDate "2006-01-02" "x" }}',
    error: 'error calling mustToDate: parsing time "x" as "2006-01-02": cannot parse "x" as "2006"',
  },
  {
    template: '{{ mustToDate "2006-01-02" "" }}',
    error: 'error calling mustToDate: parsing time "" as "2006-01-02": cannot parse "" as "2006"',
  },
  { template: '{{ mustToDate "Jan 2 06" "Feb 3 69" }}', want: '1969-02-03 00:00:00 +0000 UTC' },
  { template: '{{ mustToDate "Jan 2 06" "feb 3 68" }}', want: '2068-02-03 00:00:00 +0000 UTC' },
  {
    template: '{{ mustToDate "Jan 2 06" "Foo 3 68" }}',
    error: 'error calling mustToDate: parsing time "Foo 3 68" as "Jan 2 06": cannot parse "Foo 3 68" as "Jan"',
  },
  { template: '{{ mustToDate "January _2" "march  9" }}', want: '0000-03-09 00:00:00 +0000 UTC' },
  { template: '{{ mustToDate "3:04PM" "12:05AM" }}', want: '0000-01-01 00:05:00 +0000 UTC' },
  { template: '{{ mustToDate "3:04pm" "12:05pm" }}', want: '0000-01-01 12:05:00 +0000 UTC' },
  {
    template: '{{ mustToDate "3:04PM" "13:05PM" }}',
    error: 'error calling mustToDate: parsing time "13:05PM": hour out of range',
  },
  {
    template: '{{ mustToDate "3:04 PM" "3:04 XM" }}',
    error: 'error calling mustToDate: parsing time "3:04 XM" as "3:04 PM": cannot parse "XM" as "PM"',
  },
  { template: '{{ mustToDate "15:04:05" "10:11:12.5" }}', want: '0000-01-01 10:11:12.5 +0000 UTC' },
  {
    template: '{{ mustToDate "15:04:05.000" "10:11:12.5" }}',
    error: 'error calling mustToDate: parsing time "10:11:12.5" as "15:04:05.000": cannot parse ".5" as ".000"',
  },
  { template: '{{ mustToDate "15:04:05.000" "10:11:12.567" }}', want: '0000-01-01 10:11:12.567 +0000 UTC' },
  { template: '{{ mustToDate "15:04:05.999" "10:11:12" }}', want: '0000-01-01 10:11:12 +0000 UTC' },
  {
    template: '{{ mustToDate "15:04:05" "10:11:60" }}',
    error: 'error calling mustToDate: parsing time "10:11:60": second out of range',
  },
  {
    template: '{{ mustToDate "15:04" "24:00" }}',
    error: 'error calling mustToDate: parsing time "24:00": hour out of range',
  },
  {
    template: '{{ mustToDate "15:04" "10:60" }}',
    error: 'error calling mustToDate: parsing time "10:60": minute out of range',
  },
  { template: '{{ mustToDate "2006-002" "2024-366" }}', want: '2024-12-31 00:00:00 +0000 UTC' },
  {
    template: '{{ mustToDate "2006-002" "2023-366" }}',
    error: 'error calling mustToDate: parsing time "2023-366": day-of-year out of range',
  },
  { template: '{{ mustToDate "2006-01-002" "2024-02-060" }}', want: '2024-02-29 00:00:00 +0000 UTC' },
  {
    template: '{{ mustToDate "2006-01-002" "2024-03-060" }}',
    error: 'error calling mustToDate: parsing time "2024-03-060": day-of-year does not match month',
  },
  { template: '{{ mustToDate "2006-02 002" "2024-29 060" }}', want: '2024-02-29 00:00:00 +0000 UTC' },
  {
    template: '{{ mustToDate "2006-02 002" "2024-28 060" }}',
    error: 'error calling mustToDate: parsing time "2024-28 060": day-of-year does not match day',
  },
  { template: '{{ mustToDate "2006 __2" "2024   9" }}', want: '2024-01-09 00:00:00 +0000 UTC' },
  { template: '{{ mustToDate "2006 -0700" "2024 +0130" }}', want: '2024-01-01 00:00:00 +0130 +0130' },
  {
    template: '{{ mustToDate "2006 -0700" "2024 +2530" }}',
    error: 'error calling mustToDate: parsing time "2024 +2530": time zone offset hour out of range',
  },
  {
    template: '{{ mustToDate "2006 -0700" "2024 *0130" }}',
    error: 'error calling mustToDate: parsing time "2024 *0130" as "2006 -0700": cannot parse "*0130" as "-0700"',
  },
  {
    template: '{{ mustToDate "2006 -0700" "2024 +01" }}',
    error: 'error calling mustToDate: parsing time "2024 +01" as "2006 -0700": cannot parse "+01" as "-0700"',
  },
  {
    template: '{{ mustToDate "2006 -07:00" "2024 +01:61" }}',
    error: 'error calling mustToDate: parsing time "2024 +01:61": time zone offset minute out of range',
  },
  {
    template: '{{ mustToDate "2006 -07:00:00" "2024 -01:00:61" }}',
    error: 'error calling mustToDate: parsing time "2024 -01:00:61": time zone offset second out of range',
  },
  {
    template: '{{ mustToDate "2006 -07" "2024 +xx" }}',
    error: 'error calling mustToDate: parsing time "2024 +xx" as "2006 -07": cannot parse "+xx" as "-07"',
  },
  { template: '{{ mustToDate "2006 Z0700" "2024 Z" }}', want: '2024-01-01 00:00:00 +0000 UTC' },
  { template: '{{ mustToDate "2006 Z07:00" "2024 -00:00" }}', want: '2024-01-01 00:00:00 +0000 UTC' },
  { template: '{{ mustToDate "2006 MST" "2024 CEST" }}', want: '2024-01-01 00:00:00 +0000 CEST' },
  { template: '{{ mustToDate "2006 MST" "2024 UTC" }}', want: '2024-01-01 00:00:00 +0000 UTC' },
  { template: '{{ mustToDate "2006 MST" "2024 GMT+3" }}', want: '2024-01-01 03:00:00 +0300 GMT+3' },
  { template: '{{ mustToDate "2006 MST" "2024 GMT" }}', want: '2024-01-01 00:00:00 +0000 GMT' },
  {
    template: '{{ mustToDate "2006 MST" "2024 ABCDEF" }}',
    error: 'error calling mustToDate: parsing time "2024 ABCDEF" as "2006 MST": cannot parse "ABCDEF" as "MST"',
  },
  {
    template: '{{ mustToDate "2006 MST" "2024 ab" }}',
    error: 'error calling mustToDate: parsing time "2024 ab" as "2006 MST": cannot parse "ab" as "MST"',
  },
  { template: '{{ mustToDate "2006 MST" "2024 WITA" }}', want: '2024-01-01 00:00:00 +0000 WITA' },
  { template: '{{ mustToDate "2006 MST" "2024 -03" }}', want: '2024-01-01 00:00:00 +0000 -03' },
  {
    template: '{{ mustToDate "Mon 2006" "Foo 2024" }}',
    error: 'error calling mustToDate: parsing time "Foo 2024" as "Mon 2006": cannot parse "Foo 2024" as "Mon"',
  },
  { template: '{{ mustToDate "Monday 2006" "tuesday 2024" }}', want: '2024-01-01 00:00:00 +0000 UTC' },
  {
    template: '{{ mustToDate "2006" "20" }}',
    error: 'error calling mustToDate: parsing time "20" as "2006": cannot parse "20" as "2006"',
  },
  {
    template: '{{ mustToDate "06" "x" }}',
    error: 'error calling mustToDate: parsing time "x" as "06": cannot parse "x" as "06"',
  },
  { template: '{{ mustToDate "  2006" " 2024" }}', want: '2024-01-01 00:00:00 +0000 UTC' },
  {
    template: '{{ mustToDate "a 2006" "a" }}',
    error: 'error calling mustToDate: parsing time "a" as "a 2006": cannot parse "" as "2006"',
  },
  {
    template: '{{ mustToDate "2006x" "2024y" }}',
    error: 'error calling mustToDate: parsing time "2024y" as "2006x": cannot parse "y" as "x"',
  },
  { template: '{{ mustToDate "4:5" "1:2" }}', want: '0000-01-01 00:01:02 +0000 UTC' },
  {
    template: '{{ mustToDate "1/2" "13/1" }}',
    error: 'error calling mustToDate: parsing time "13/1": month out of range',
  },
  {
    template: '{{ mustToDate "2006 é" "2024 \\"é" }}',
    error:
      'error calling mustToDate: parsing time "2024 \\"\\xc3\\xa9" as "2006 \\xc3\\xa9": cannot parse "\\"\\xc3\\xa9" as " \\xc3\\xa9"',
  },
  { template: '{{ mustToDate "_2" "32" }}', error: 'error calling mustToDate: parsing time "32": day out of range' },
  {
    template: '{{ mustToDate ".00" ".x1" }}',
    error: 'error calling mustToDate: parsing time ".x1" as ".00": cannot parse ".x1" as ".00"',
  },
  {
    template: '{{ mustToDate "05.000" "59.1234" }}',
    error: 'error calling mustToDate: parsing time "59.1234": extra text: "4"',
  },
  { template: '{{ toDate "2006" "x" }}', want: '0001-01-01 00:00:00 +0000 UTC' },
  { template: '{{ unixEpoch (toDate "2006-01-02 15:04:05" "2024-02-29 01:02:03") }}', want: '1709168523' },
  {
    template:
      '{{ toDate "2006-01-02" "2024-02-28" | dateModify "+24h" }} {{ toDate "2006" "2024" | date_modify "bad" }} {{ toDate "2006" "2024" | must_date_modify "-1s" }}',
    want: '2024-02-29 00:00:00 +0000 UTC 2024-01-01 00:00:00 +0000 UTC 2023-12-31 23:59:59 +0000 UTC',
  },
  { template: '{{ toDate "2006" "2024" | mustDateModify "1h" }}', want: '2024-01-01 01:00:00 +0000 UTC' },
  { template: '{{ toDate "2006" "2024" | mustDateModify "-1.5h" }}', want: '2023-12-31 22:30:00 +0000 UTC' },
  { template: '{{ toDate "2006" "2024" | mustDateModify "100ms" }}', want: '2024-01-01 00:00:00.1 +0000 UTC' },
  { template: '{{ toDate "2006" "2024" | mustDateModify "1us" }}', want: '2024-01-01 00:00:00.000001 +0000 UTC' },
  { template: '{{ toDate "2006" "2024" | mustDateModify "1µs" }}', want: '2024-01-01 00:00:00.000001 +0000 UTC' },
  { template: '{{ toDate "2006" "2024" | mustDateModify "5ns" }}', want: '2024-01-01 00:00:00.000000005 +0000 UTC' },
  { template: '{{ toDate "2006" "2024" | mustDateModify "0" }}', want: '2024-01-01 00:00:00 +0000 UTC' },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "" }}',
    error: 'error calling mustDateModify: time: invalid duration ""',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "1" }}',
    error: 'error calling mustDateModify: time: missing unit in duration "1"',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "1x" }}',
    error: 'error calling mustDateModify: time: unknown unit "x" in duration "1x"',
  },
  { template: '{{ toDate "2006" "2024" | mustDateModify ".5s" }}', want: '2024-01-01 00:00:00.5 +0000 UTC' },
  { template: '{{ toDate "2006" "2024" | mustDateModify "1.s" }}', want: '2024-01-01 00:00:01 +0000 UTC' },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "." }}',
    error: 'error calling mustDateModify: time: invalid duration "."',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "9223372036854775807ns" }}',
    want: '2316-04-11 23:47:16.854775807 +0000 UTC',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "9223372036854775808ns" }}',
    error: 'error calling mustDateModify: time: invalid duration "9223372036854775808ns"',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "-9223372036854775808ns" }}',
    want: '1731-09-22 00:12:43.145224192 +0000 UTC',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "3000000h" }}',
    error: 'error calling mustDateModify: time: invalid duration "3000000h"',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "1h 2m" }}',
    error: 'error calling mustDateModify: time: unknown unit "h " in duration "1h 2m"',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "0.33333333333333333333h" }}',
    want: '2024-01-01 00:20:00 +0000 UTC',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "99999999999999999999s" }}',
    error: 'error calling mustDateModify: time: invalid duration "99999999999999999999s"',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "2562047h48m" }}',
    error: 'error calling mustDateModify: time: invalid duration "2562047h48m"',
  },
  {
    template: '{{ toDate "2006" "2024" | mustDateModify "1é" }}',
    error: 'error calling mustDateModify: time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"',
  },
  {
    template:
      '{{ duration "95" }} {{ duration 95 }} {{ duration (int64 3661) }} {{ duration "-5" }} {{ duration "x" }} {{ duration "99999999999999999999" }} {{ duration "0" }}',
    want: '1m35s 0s 1h1m1s -5s 0s -1s 0s',
  },
  { template: '{{ durationRound "10000h" }}', want: '1y' },
  { template: '{{ durationRound "800h" }}', want: '1mo' },
  { template: '{{ durationRound "49h" }}', want: '2d' },
  { template: '{{ durationRound "25h" }}', want: '1d' },
  { template: '{{ durationRound "61m" }}', want: '1h' },
  { template: '{{ durationRound "61s" }}', want: '1m' },
  { template: '{{ durationRound "1s" }}', want: '0s' },
  { template: '{{ durationRound "-49h" }}', want: '2d' },
  { template: '{{ durationRound "x" }}', want: '0s' },
  { template: '{{ durationRound (int64 90000000000) }} {{ durationRound 1 }}', want: '1m 0s' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Year }}', want: '2024' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Month }}', want: 'December' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Day }}', want: '31' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Hour }}', want: '23' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Minute }}', want: '59' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Second }}', want: '58' },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Nanosecond }}',
    want: '500000000',
  },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Weekday }}', want: 'Tuesday' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").YearDay }}', want: '366' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Unix }}', want: '1735669798' },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").UnixMilli }}',
    want: '1735669798500',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").UnixMicro }}',
    want: '1735669798500000',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").UnixNano }}',
    want: '1735669798500000000',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").UTC }}',
    want: '2024-12-31 18:29:58.5 +0000 UTC',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Local }}',
    want: '2024-12-31 18:29:58.5 +0000 UTC',
  },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").IsZero }}', want: 'false' },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").String }}',
    want: '2024-12-31 23:59:58.5 +0530 +0530',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").GoString }}',
    want: 'time.Date(2024, time.December, 31, 23, 59, 58, 500000000, time.Location(""))',
  },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Location }}', want: '' },
  { template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").IsDST }}', want: 'false' },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").MarshalJSON }}',
    want: '[34 50 48 50 52 45 49 50 45 51 49 84 50 51 58 53 57 58 53 56 46 53 43 48 53 58 51 48 34]',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Format "Jan 2" }}',
    want: 'Dec 31',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").AddDate 1 -14 40 }}',
    want: '2024-12-10 23:59:58.5 +0530 +0530',
  },
  {
    template:
      '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Add ((toDate "2006" "2024").Sub (toDate "2006" "2023")) }}',
    want: '2025-12-31 23:59:58.5 +0530 +0530',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Sub (toDate "2006" "2025") }}',
    want: '-5h30m1.5s',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").After (toDate "2006" "2023") }}',
    want: 'true',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Before (toDate "2006" "2023") }}',
    want: 'false',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Equal (toDate "2006" "2024") }}',
    want: 'false',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Compare (toDate "2006" "2025") }}',
    want: '-1',
  },
  {
    template:
      '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").In (toDate "2006" "2023").Location }}',
    want: '2024-12-31 18:29:58.5 +0000 UTC',
  },
  {
    template: '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Nope }}',
    error: "can't evaluate field Nope in type time.Time",
  },
  {
    template:
      '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Truncate ((toDate "15:04" "05:00").Sub (toDate "15:04" "00:00")) }}',
    want: '2024-12-31 20:30:00 +0530 +0530',
  },
  {
    template:
      '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Round ((toDate "15:04" "05:00").Sub (toDate "15:04" "00:00")) }}',
    want: '2025-01-01 01:30:00 +0530 +0530',
  },
  {
    template:
      '{{ (toDate "2006-01-02T15:04:05Z07:00" "2024-12-31T23:59:58.5+05:30").Round ((toDate "15:04" "00:00").Sub (toDate "15:04" "00:00")) }}',
    want: '2024-12-31 23:59:58.5 +0530 +0530',
  },
  {
    template: '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).String }}',
    want: '-8787h4m5.678s',
  },
  {
    template: '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Hours }}',
    want: '-8787.068243888889',
  },
  {
    template: '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Minutes }}',
    want: '-527224.0946333334',
  },
  {
    template: '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Seconds }}',
    want: '-3.1633445678e+07',
  },
  {
    template:
      '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Milliseconds }}',
    want: '-31633445678',
  },
  {
    template:
      '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Microseconds }}',
    want: '-31633445678000',
  },
  {
    template:
      '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Nanoseconds }}',
    want: '-31633445678000000',
  },
  {
    template: '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Abs }}',
    want: '8787h4m5.678s',
  },
  {
    template: '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Nope }}',
    error: "can't evaluate field Nope in type time.Duration",
  },
  {
    template:
      '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Round ((toDate "15:04" "05:00").Sub (toDate "15:04" "00:00")) }}',
    want: '-8785h0m0s',
  },
  {
    template:
      '{{ ((toDate "2006" "2023").Sub (toDate "2006-01-02 15:04:05.999" "2024-01-02 03:04:05.678")).Truncate ((toDate "15:04" "05:00").Sub (toDate "15:04" "00:00")) }}',
    want: '-8785h0m0s',
  },
  {
    template:
      '{{ (toDate "2006" "2024").Month.String }}{{ add (toDate "2006" "2024").Month 1 }}{{ printf "%d %T" (toDate "2006" "2024").Weekday (toDate "2006" "2024").Weekday }}',
    want: 'January21 time.Weekday',
  },
];

describe('sprig functions for dates and durations', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
