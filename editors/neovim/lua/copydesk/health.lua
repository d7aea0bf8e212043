--- `:checkhealth copydesk`
local M = {}

function M.check()
  local health, copydesk = vim.health, require('copydesk')
  health.start('copydesk')

  if vim.fn.has('nvim-0.10') == 0 then
    health.error('Neovim 0.10 or later is needed')
    return
  end

  local program = copydesk.cmd()[1]
  if vim.fn.executable(program) == 0 then
    health.error(('The program "%s" was not found'):format(program), {
      'Install it: cargo install --path . (in the copydesk checkout)',
      "Or name it: vim.g.copydesk_cmd = { '/path/to/copydesk' }",
    })
    return
  end
  local run = vim.system({ program, '--version' }, { text = true }):wait()
  if run.code == 0 then
    health.ok(('%s (%s)'):format(vim.trim(run.stdout), vim.fn.exepath(program)))
  else
    health.error(('"%s --version" ended with code %d'):format(program, run.code), vim.trim(run.stderr or ''))
  end

  -- What the program makes of the folder of the buffer: mistakes in copydesk.toml, articles that are left out, …
  local folder = copydesk.folder(vim.fn.bufnr('#') > 0 and vim.fn.bufnr('#') or 0)
  local doctor = vim.system({ program, 'doctor' }, { cwd = folder, text = true }):wait()
  if doctor.code == 0 then
    health.info(('copydesk doctor in %s:\n%s'):format(folder, vim.trim(doctor.stdout)))
  else
    health.warn('copydesk doctor: ' .. vim.trim(doctor.stderr or ''))
  end

  local enabled = vim.lsp.enable == nil or vim.lsp.config == nil or (vim.lsp.is_enabled and vim.lsp.is_enabled('copydesk'))
  if not enabled and not copydesk.options then
    health.warn('copydesk is not switched on', {
      "vim.lsp.enable('copydesk') in your configuration (Neovim 0.11 and later)",
      "or require('copydesk').setup()",
    })
  end

  local clients = vim.lsp.get_clients({ name = 'copydesk' })
  if #clients == 0 then
    health.warn('The server runs for no buffer', {
      'Open an article below a folder that holds a copydesk.toml (copydesk init writes one)',
      'Or start it for one buffer: :Copydesk start',
    })
  end
  for _, client in ipairs(clients) do
    health.ok(('Server runs for %d buffers in %s'):format(vim.tbl_count(client.attached_buffers), client.config.root_dir or 'no corpus'))
    health.info('Columns are counted in ' .. client.offset_encoding)
  end
end

return M
