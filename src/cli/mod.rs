//! The command line: arguments, renderers, exit codes.
//!
//! The commands and their JSON are a stable contract; `docs/command-line.md` describes them.

mod agreement;
mod annotate;
mod check;
mod dismissals;
mod doctor;
mod documents;
mod explain;
mod extract;
mod init;
mod json;
mod load;
mod output;
mod relate;
mod render;
mod report;
mod sheet;
mod verify;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Exit code where a command could not run.
const COULD_NOT_RUN: u8 = 2;

/// Checks news articles against each other: who said it, where it comes from, and who says otherwise.
#[derive(Parser)]
#[command(name = "copydesk", version = env!("COPYDESK_VERSION"), max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the language server on standard input and output.
    Lsp {
        /// Accepted for clients that insist on saying so.
        #[arg(long)]
        stdio: bool,
    },
    /// Check articles against each other and print what was found.
    ///
    /// Exits with 0, with 1 where a finding is at least as bad as --fail-on, with 2 where it could not run.
    Check(check::CheckArguments),
    /// List what was dismissed and why, or take out what dismisses nothing any more.
    Dismissals(dismissals::DismissalsArguments),
    /// Print every group of figures that measure the same thing.
    Figures(sheet::SheetArguments),
    /// Print who said what, with variants between articles.
    Quotes(sheet::SheetArguments),
    /// Verify a draft against the sources that it cites: each figure, quotation, date and name.
    ///
    /// Exits with 0 where all of them are found, with 1 where something differs or is not found, with 2 where it could
    /// not run.
    Verify(verify::VerifyArguments),
    /// Write the whole corpus as one HTML page: events, figures over time, who is quoted, copies.
    ///
    /// The page needs nothing else and is read offline, in light or dark.
    Report(report::ReportArguments),
    /// Print the reading of articles as JSON Lines.
    ///
    /// Without paths, reads JSON Lines {"id", "text", "date"?} from standard input and writes one reading a line, in
    /// the same order. Offsets are Unicode code points.
    Extract(extract::ExtractArguments),
    /// Print what articles have to do with each other that `extract --keys` gave, for programs that hold millions.
    ///
    /// Reads JSON Lines {"focal": [id], "articles": [{"id", "packed"}], "common"?: [key]} from standard input and writes a
    /// line {"id", "findings", "figures", "quotations"} for each focal article. Offsets of figures and quotations are
    /// Unicode code points.
    Relate(relate::RelateArguments),
    /// Write the reading of articles as annotation for people to correct: brat, CoNLL-U, WebAnno TSV, JSON Lines.
    Annotate(annotate::AnnotateArguments),
    /// Print how far annotators of the same articles agree: F1 and Krippendorff's alpha, by type.
    Agreement(agreement::AgreementArguments),
    /// List the rules.
    Rules,
    /// Print what a rule finds, why, and how to mend it.
    Explain {
        /// The rule's code, as in `figure-conflict`.
        rule: String,
    },
    /// Tell what copydesk makes of a folder, and what is wrong with its set-up.
    ///
    /// Which corpus it belongs to, mistakes in `copydesk.toml`, how many articles there are, in which encodings, which have
    /// no date, what is left out and which limits were reached.
    Doctor(doctor::DoctorArguments),
    /// Write a `copydesk.toml` that marks this folder as a corpus.
    Init,
    /// Print the JSON Schema of `copydesk.toml`.
    Schema,
    /// Print completions for a shell.
    #[command(hide = true)]
    Completions {
        /// Which.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(hide = true)]
    Man,
}

/// Why a command could not run: what, where, and what to do.
type Failure = String;

/// Runs the program with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { COULD_NOT_RUN } else { 0 });
        }
    };
    if !matches!(arguments.command, Command::Lsp { .. })
        && let Err(error) = crate::workspace::start_log(None)
    {
        anstream::eprintln!("copydesk: {error}");
    }
    let result = match arguments.command {
        Command::Lsp { .. } => Ok(crate::server::run()),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Dismissals(arguments) => dismissals::run(&arguments),
        Command::Figures(arguments) => sheet::figures(&arguments),
        Command::Quotes(arguments) => sheet::quotes(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Relate(arguments) => relate::run(&arguments),
        Command::Annotate(arguments) => annotate::run(&arguments),
        Command::Agreement(arguments) => agreement::run(&arguments),
        Command::Rules => explain::rules(),
        Command::Explain { rule } => explain::explain(&rule),
        Command::Init => init::run(),
        Command::Schema => documents::schema(),
        Command::Completions { shell } => documents::completions(shell),
        Command::Man => documents::manual(),
    };
    match result {
        Ok(code) => code,
        Err(failure) => {
            anstream::eprintln!("copydesk: {failure}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

/// Writes to standard output; a reader that has gone away ends the program quietly.
fn print(text: &str) -> Result<ExitCode, Failure> {
    use std::io::Write;
    written(anstream::stdout().write_all(text.as_bytes()))
}

/// What became of writing to standard output.
fn written(result: std::io::Result<()>) -> Result<ExitCode, Failure> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("could not write: {error}")),
        _ => Ok(ExitCode::SUCCESS),
    }
}
