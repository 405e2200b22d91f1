//! The machine: what it is, how busy it is, and what processes take of it, read from `/proc`.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Duration;

/// Where the server under test runs, with its Postgres.
pub(crate) const SERVER_CORE: usize = 0;
/// Where the load runs.
pub(crate) const LOAD_CORE: usize = 1;

/// Ticks a second in which Linux tells CPU time, whatever the kernel itself counts in.
const TICKS: f64 = 100.0;

/// CPU time that a process has taken; `with_ended` counts children that ended and were waited for.
fn taken(pid: u32, with_ended: bool) -> Option<f64> {
    let fields = stat(pid)?;
    let last = if with_ended { 14 } else { 12 };
    let ticks: u64 = fields.get(11..=last)?.iter().flatten().sum();
    Some(ticks as f64 / TICKS)
}

/// The numbers of `/proc/<pid>/stat` after the name, beginning with the state (which is none).
fn stat(pid: u32) -> Option<Vec<Option<u64>>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    Some(
        rest.split_whitespace()
            .map(|word| word.parse().ok())
            .collect(),
    )
}

/// CPU time of a process that runs.
pub(crate) fn cpu(pid: u32) -> Duration {
    Duration::from_secs_f64(taken(pid, false).expect("the process runs"))
}

/// CPU time of a process and of all children that it has or had.
pub(crate) fn family_cpu(pid: u32) -> Duration {
    let own = taken(pid, true).expect("the process runs");
    let children: f64 = children(pid)
        .into_iter()
        .filter_map(|child| taken(child, false))
        .sum();
    Duration::from_secs_f64(own + children)
}

/// The process that started another.
pub(crate) fn parent(pid: u32) -> Option<u32> {
    u32::try_from((*stat(pid)?.get(1)?)?).ok()
}

/// Processes that a process has started and that still run.
pub(crate) fn children(pid: u32) -> Vec<u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|other| parent(*other) == Some(pid))
        .collect()
}

/// Bytes of memory that a process has resident.
pub(crate) fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let kibibytes: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .expect("Linux tells what is resident");
    kibibytes * 1024
}

/// Moves a running process, with all its threads and children, to a core.
pub(crate) fn move_to(core: usize, pid: u32) {
    for pid in children(pid).into_iter().chain([pid]) {
        // A child may have ended meanwhile.
        let _ = Command::new("taskset")
            .args(["--all-tasks", "--cpu-list", "--pid", &core.to_string()])
            .arg(pid.to_string())
            .output();
    }
}

/// CPU time of all cores that a hypervisor has given to others while somebody here wanted it; none where Linux does not tell.
pub(crate) fn stolen() -> Duration {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let ticks = text.lines().next().and_then(|cores| {
        let word = cores.split_whitespace().nth(8)?;
        word.parse::<u64>().ok()
    });
    Duration::from_secs_f64(ticks.unwrap_or(0) as f64 / TICKS)
}

/// How many cores there are, whichever this process may use.
pub(crate) fn cores() -> usize {
    fs::read_to_string("/proc/cpuinfo")
        .unwrap_or_default()
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count()
        .max(1)
}

/// How many processes ran or waited to run in the last minute.
pub(crate) fn busy() -> String {
    fs::read_to_string("/proc/loadavg")
        .ok()
        .and_then(|text| text.split_whitespace().next().map(str::to_owned))
        .unwrap_or_else(|| "unknown".to_owned())
}

/// CPU, cores, memory, kernel and the programs beside the product.
pub(crate) fn described() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown CPU", |rest| rest.trim_matches(['\t', ' ', ':']));
    let meminfo = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let gibibytes = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
        .map_or(0, |kibibytes| kibibytes / 1024 / 1024);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mut out = format!(
        "{model}, {} cores, {gibibytes} GiB, Linux {}",
        cores(),
        kernel.trim()
    );
    for (name, program) in [("Node", "node"), ("rustc", "rustc")] {
        let version = Command::new(program).arg("--version").output();
        if let Ok(version) = version {
            let version = String::from_utf8_lossy(&version.stdout);
            let version = version.trim().trim_start_matches("rustc ");
            let _ = write!(out, ", {name} {version}");
        }
    }
    out
}
