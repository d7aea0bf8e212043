//! Which rules run, and how bad their findings are.

use super::rule::{Rule, Severity, rule, rules};
use rustc_hash::FxHashMap;

/// The rules that run; by default those that are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    select: Option<Vec<String>>,
    ignore: Vec<String>,
    severity: FxHashMap<String, Option<Severity>>,
}

impl Selection {
    /// Runs these rules only, opt-in ones included.
    ///
    /// # Errors
    /// The first code that no rule has, with the nearest one that exists.
    pub fn select(&mut self, codes: &[String]) -> Result<(), String> {
        codes.iter().try_for_each(|c| known(c))?;
        self.select = Some(codes.to_vec());
        Ok(())
    }

    /// Leaves these rules out.
    ///
    /// # Errors
    /// The first code that no rule has, with the nearest one that exists.
    pub fn ignore(&mut self, codes: &[String]) -> Result<(), String> {
        codes.iter().try_for_each(|c| known(c))?;
        self.ignore.extend(codes.iter().cloned());
        Ok(())
    }

    /// Gives a rule another severity; "off" leaves it out, any other name also switches an opt-in rule on.
    ///
    /// # Errors
    /// A code that no rule has, or a name that is no severity.
    pub fn set_severity(&mut self, code: &str, name: &str) -> Result<(), String> {
        known(code)?;
        let severity = match Severity::parse(name) {
            None if name != "off" => {
                return Err(format!("\"{name}\" is no severity: use error, warning, information, hint or off"));
            }
            severity => severity,
        };
        self.severity.insert(code.to_owned(), severity);
        Ok(())
    }

    /// `None` where the rule does not run; `Some(None)` where it runs with its own severities.
    pub fn severity(&self, rule: &Rule) -> Option<Option<Severity>> {
        if self.ignore.iter().any(|c| c == rule.code) {
            return None;
        }
        let configured = self.severity.get(rule.code);
        let selected = match (&self.select, configured) {
            (Some(codes), _) => codes.iter().any(|c| c == rule.code),
            (None, Some(severity)) => severity.is_some(),
            (None, None) => rule.on,
        };
        selected.then(|| configured.copied().flatten())
    }
}

fn known(code: &str) -> Result<(), String> {
    if rule(code).is_some() {
        return Ok(());
    }
    let nearest =
        rules().iter().max_by(|a, b| strsim::jaro_winkler(a.code, code).total_cmp(&strsim::jaro_winkler(b.code, code)));
    let hint = nearest.map(|r| format!("; the nearest is {}", r.code)).unwrap_or_default();
    Err(format!("there is no rule \"{code}\"{hint} (`copydesk rules` lists them)"))
}
