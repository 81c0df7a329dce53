#!/bin/sh
# The backup of one small machine that runs the service as a container: stops it for the seconds that this takes, and
# starts it again whatever becomes of it, if it ran. For cron, as root; ends as the backup did, which 0 says is well.
set -u
compose() {
  docker compose --file "$(dirname "$0")/compose.yaml" "$@"
}

ran=$(compose ps --status running --status restarting --quiet safeguarding)
compose stop safeguarding
compose run --rm backup
ended=$?
if [ -n "$ran" ]; then compose start safeguarding; fi
exit "$ended"
